// Adds to pages that work without it: tables that sort and filter, a second language beside the first.
"use strict";
const sortable = (table) => {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    const link = head.querySelector("a")?.search;
    button.textContent = head.textContent;
    head.replaceChildren(button);
    const sort = (down) => {
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].textContent.trim();
      const compare = (a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true });
      const rows = [...body.rows].sort((a, b) => !key(a) - !key(b) || (down ? compare(b, a) : compare(a, b)));
      body.append(...rows);
    };
    button.addEventListener("click", () => sort(head.getAttribute("aria-sort") === "ascending"));
    // A host of files sorts nothing: what a link of a server asks for is done here.
    const asked = new URLSearchParams(location.search);
    if (link && asked.get("sort") === new URLSearchParams(link).get("sort") && !head.hasAttribute("aria-sort")) {
      sort(asked.get("order") === "descending");
    }
  });
  if (body.rows.length > 10) {
    const filter = document.createElement("input");
    filter.type = "search";
    filter.className = "filter";
    filter.ariaLabel = filter.placeholder = document.body.dataset.filter;
    filter.addEventListener("input", () => {
      const wanted = filter.value.toLowerCase();
      for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    table.closest(".scroll").before(filter);
  }
};
document.querySelectorAll("table.sortable").forEach(sortable);

const others = [...new Set([...document.querySelectorAll(".passage details .words")].map((words) => words.lang))];
if (others.length) {
  const label = document.createElement("label");
  const choice = document.createElement("select");
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
  choice.append(new Option(document.body.dataset.none, ""), ...others.map((tag) => new Option(names.of(tag), tag)));
  label.append(`${document.body.dataset.beside} `, choice);
  document.querySelector(".legend").after(label);
  choice.addEventListener("change", () => {
    for (const passage of document.querySelectorAll(".passage")) {
      passage.querySelectorAll(":scope > .second").forEach((old) => old.remove());
      const words = choice.value && passage.querySelector(`details .words[lang="${choice.value}"]`);
      passage.classList.toggle("beside", Boolean(words));
      if (words) {
        const second = words.cloneNode(true);
        second.classList.add("second");
        passage.querySelector("details").before(second);
      }
    }
  });
}
