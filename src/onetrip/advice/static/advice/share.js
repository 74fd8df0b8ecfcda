/* Send the slip to family: the phone's own sheet where there is one; the address to copy stands on the page anyway. */
(() => {
  "use strict";
  const english = document.documentElement.lang === "en";
  for (const button of document.querySelectorAll("[data-share]")) {
    const { share, shareTitle } = button.dataset;
    if (!navigator.share && !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (navigator.share) {
        try {
          await navigator.share({ title: shareTitle, url: share });
        } catch {
          /* closed without sending */
        }
        return;
      }
      await navigator.clipboard.writeText(share);
      button.textContent = english ? "Address copied" : "地址已复制，去粘贴";
    });
  }
})();
