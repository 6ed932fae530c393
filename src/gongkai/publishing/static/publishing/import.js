/* Keeps the progress of an import fresh while its page is open; without it the page refreshes itself, or by its link. */
(function () {
  "use strict";
  function refresh() {
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("import");
        if (!fresh) { return; }
        if (fresh.dataset.busy === "0") { window.location.reload(); return; }
        document.getElementById("import").replaceWith(fresh);
        window.setTimeout(refresh, 2000);
      })
      .catch(function () { window.setTimeout(refresh, 10000); });
  }
  window.setTimeout(refresh, 2000);
})();
