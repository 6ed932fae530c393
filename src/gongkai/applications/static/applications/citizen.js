// What is public already, while somebody writes what is asked for. The form is whole without it: the next screen shows the same.
for (const form of document.querySelectorAll("form[data-look]")) {
  const place = form.querySelector(".looked");
  const names = ["title", "document_number", "features"];
  let timer = 0, asking = null, last = "";

  const show = (found) => {
    place.replaceChildren();
    if (!found.length) return;
    const words = document.createElement("p");
    words.textContent = "这些已经公开，可能就是您要的（在新窗口打开）：";
    const list = document.createElement("ul");
    for (const one of found) {
      const row = document.createElement("li"), link = document.createElement("a");
      link.href = one.url;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = `${one.title}（${one.day}）`;
      row.append(link);
      list.append(row);
    }
    place.append(words, list);
  };
  const ask = async () => {
    const data = new FormData(form), body = new FormData();
    for (const name of [...names, "csrfmiddlewaretoken"]) body.set(name, data.get(name) ?? "");
    const typed = names.map((name) => body.get(name)).join("\n");
    if (typed === last) return;
    last = typed;
    asking?.abort();
    if (typed.trim().length < 2) return show([]);
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.look, { method: "POST", body, signal: asking.signal });
      if (answer.ok) show((await answer.json()).found);
    } catch { /* a newer question, or no connection */ }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 600);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); asking?.abort(); });
}
