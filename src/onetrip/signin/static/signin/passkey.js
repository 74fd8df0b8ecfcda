/* Asks the browser for a passkey, or to make one, and sends its answer with the form in which the button stands. What the
   house asks lies in data-options as JSON; bytes go over the line as base64url. */
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function asked(options) {
    const wanted = options.publicKey;
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) wanted.user.id = bytes(wanted.user.id);
    for (const list of [wanted.excludeCredentials, wanted.allowCredentials])
      for (const each of list ?? []) each.id = bytes(each.id);
    return { publicKey: wanted };
  }

  function answered(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = text(credential.response[name]);
    const { id, type } = credential;
    return JSON.stringify({ id, rawId: text(credential.rawId), type, response, clientExtensionResults: {} });
  }

  for (const part of document.querySelectorAll("[data-passkey]")) {
    const button = part.querySelector("[data-passkey-button]");
    if (!window.PublicKeyCredential) {
      button.hidden = true;
      part.querySelector("[data-passkey-none]").hidden = false;
      continue;
    }
    button.addEventListener("click", async () => {
      const failed = part.querySelector("[data-passkey-failed]");
      failed.hidden = true;
      button.setAttribute("aria-busy", "true");
      try {
        const options = asked(JSON.parse(part.dataset.options));
        const credential = await navigator.credentials[part.dataset.passkey](options);
        part.querySelector('input[name="credential"]').value = answered(credential);
        part.closest("form").requestSubmit();
      } catch {
        failed.hidden = false;
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
})();
