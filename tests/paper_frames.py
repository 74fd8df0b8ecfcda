"""Chromium without a screen has no print dialog and dies where a page prints a PDF; one with a screen prints. In tests the
press of such a page is counted instead."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

_COUNTED = """
(() => {
  const real = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow").get;
  const counted = (frame) => ({
    print: () => {
      const said = document.documentElement.dataset;
      said.papersPrinted = Number(said.papersPrinted ?? 0) + 1;
    },
    postMessage: (...said) => frame.postMessage(...said),
  });
  Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
    get() { return this.className === "paper-frame" ? counted(real.call(this)) : real.call(this); },
  });
})();
"""


def count_papers(context: BrowserContext) -> None:
    """Have every page of `context` count the PDFs that it sends to the browser's printer, in html[data-papers-printed]."""
    context.add_init_script(_COUNTED)
