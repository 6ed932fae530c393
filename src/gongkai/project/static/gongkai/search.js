// Titles while somebody types, as a combobox with a list (WAI-ARIA). The page is whole without it.
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const form = input.form;
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let chosen = -1, typed = input.value, timer = 0, asking = null;

  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "建议");
  told.className = "unseen";
  told.setAttribute("role", "status");
  input.parentNode.append(list, told);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    const rows = [...list.children];
    chosen = number;
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === number)));
    input.value = number < 0 ? typed : rows[number].textContent;
    if (number < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", rows[number].id);
      rows[number].scrollIntoView({ block: "nearest" });
    }
  };
  const show = (titles) => {
    list.replaceChildren(...titles.map((title, at) => {
      const row = document.createElement("li");
      row.id = `${list.id}-${at}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = title;
      return row;
    }));
    close();
    if (!titles.length) {
      told.textContent = "";
      return;
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    told.textContent = `有${titles.length}条建议，用上下键选择`;
  };
  const ask = async () => {
    asking?.abort();
    typed = input.value;
    if (!typed.trim()) return show([]);
    asking = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input && input.value === typed) show((await answer.json()).titles);
    } catch { /* a newer question, or no connection: the form works all the same */ }
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 150);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      choose(-1);
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      if (last >= 0 && input.value === typed) show([...list.children].map((row) => row.textContent));
      else ask();
    } else if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(chosen < 0 ? last : chosen - 1);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (!row) return;
    input.value = row.textContent;
    form.requestSubmit();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", () => { clearTimeout(timer); asking?.abort(); });
}
