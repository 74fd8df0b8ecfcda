cd /tmp/wt/f; PYTHONPATH=/tmp/wt/f/src /work/main/.venv/bin/python /tmp/lead/sev.py /tmp/wt/f/catalogue/shanghai "$@"
