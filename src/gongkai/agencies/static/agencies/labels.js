/* Gives the fields of formatted text in the page editor the names that stand above them; read aloud they have none of their own. */
(function () {
  "use strict";
  const NAMELESS = ".public-DraftEditor-content:not([aria-label], [aria-labelledby])";
  function name() {
    document.querySelectorAll(NAMELESS).forEach(function (editor) {
      const input = editor.closest(".w-field__input")?.querySelector("[data-draftail-input]");
      const label = input && document.getElementById(input.id + "-label");
      if (label) {
        editor.setAttribute("aria-labelledby", label.id);
      } else {
        editor.setAttribute("aria-label", "文字");
      }
    });
  }
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  name();
})();
