"""One driver for each protocol: printers, scanners, ID card readers."""
