// Puts an editor (Yasqe) over the plain form, and shows answers below it; in a copy without a server the browser answers.
import { download, element, isCut, names, read, table } from "./answer.js";
import { ofServer, ofWorker } from "./ask.js";
import { chart, network } from "./views.js";

const form = document.querySelector("form.ask");
const { endpoint, prefixes, base, tag } = form.dataset;
const say = document.querySelector("#answer").dataset;
const known = JSON.parse(prefixes);
const { Yasqe } = Yasgui;
const source = endpoint ? ofServer(endpoint) : ofWorker(new URL("./sparql.js", import.meta.url));

// Completion knows the terms that the data use; nothing is asked of another site, and nothing before a key asks for it.
const asked = new Map();
const terms = (kinds) => {
  const text = `PREFIX owl: <http://www.w3.org/2002/07/owl#> SELECT DISTINCT ?t { VALUES ?k { ${kinds} } ?t a ?k } ORDER BY ?t`;
  if (!asked.has(kinds)) asked.set(kinds, source.ask(text, "json").then((found) => read(found, "json").rows.map(({ t }) => t.value)));
  return asked.get(kinds);
};
const completer = (name, config) => Object.assign(Yasqe.Autocompleters[name], { persistenceId: null }, config);
completer("prefixes", { bulk: true, get: () => Object.entries(known).map(([name, iri]) => `${name}: <${iri}>`) });
for (const [name, kinds] of [["class", "owl:Class"], ["property", "owl:ObjectProperty owl:DatatypeProperty"]]) {
  const get = async (_, token) => (await terms(kinds)).filter((term) => term.startsWith(token.autocompletionString));
  completer(name, { bulk: false, get });
}

const label = form.querySelector("label[for=text]").textContent;
const place = element("div", { className: "editor", dir: "ltr", lang: "en" });
document.querySelector("#answer").before(place);
const yasqe = new Yasqe(place, { createShareableLink: null, persistenceId: null, showQueryButton: false, resizeable: false });
const empty = `PREFIX rg: <${known.rg}>\n\nSELECT * WHERE {\n  ?s ?p ?o\n} LIMIT 10\n`;
const field = form.elements.query;
// A link may bring a question; a host of files leaves it to the script.
yasqe.setValue(field.dataset.bound || field.value || new URLSearchParams(location.search).get("query") || empty);
// CodeMirror writes in a field without a name, and scrolls in a region that no key reaches.
yasqe.getInputField().setAttribute("aria-label", label);
place.querySelector(".CodeMirror-scroll").tabIndex = 0;
form.classList.add("has-editor");
form.hidden = !endpoint || !form.querySelector("input");

const run = element("button", { type: "button", className: "run" }, say.run);
const stop = element("button", { type: "button", className: "stop", disabled: true }, say.stop);
place.after(element("p", { className: "find" }, run, " ", stop));

// Gives buttons for the views of an answer, and the place where the chosen one stands.
const views = (answer, things) => {
  const page = { base, tag };
  const drawn = network(answer, things, page);
  const offered = [
    [say.table, element("div", {}, table(answer, things, page))],
    [say.chart, chart(answer, things, page)],
    [say.graph, drawn?.place, drawn?.draw],
  ].filter(([, view]) => view);
  const place = element("div", {}, offered[0][1]);
  const buttons = offered.map(([name, view, draw], n) => {
    const button = element("button", { type: "button", ariaPressed: String(n === 0) }, name);
    button.addEventListener("click", async () => {
      for (const other of buttons) other.ariaPressed = String(other === button);
      place.replaceChildren(view);
      if (draw && !view.children.length) await draw();
    });
    return button;
  });
  return [...(buttons.length > 1 ? [element("p", { className: "find views" }, ...buttons)] : []), place];
};

const shown = async () => {
  const text = yasqe.getValue();
  const format = ["CONSTRUCT", "DESCRIBE"].includes(yasqe.getQueryType()) ? "nt" : "json";
  const answer = read(await source.ask(text, format), format);
  if (answer.boolean !== undefined) return [element("p", {}, answer.boolean ? say.yes : say.no)];
  const files = format === "nt" ? [["NT", "nt"]] : [["CSV", "csv"], ["JSON", "json"]];
  return [
    element("h2", { id: "answer-title", tabIndex: -1 }, `${say.results} (${answer.rows.length})`),
    ...(isCut(answer) ? [element("p", { className: "note" }, say.cut)] : []),
    ...views(answer, await names(answer.rows, source, tag)),
    element("p", { className: "find" }, `${say.downloads}: `, ...files.map(([name, as]) => download(name, () => source.ask(text, as)))),
  ];
};

const ask = async () => {
  source.stop();
  const answer = document.querySelector("#answer");
  answer.replaceChildren(element("p", { role: "status" }, say.waiting));
  stop.disabled = false;
  try {
    answer.replaceChildren(...(await shown()));
    answer.querySelectorAll("table.sortable").forEach(sortable); // of site.js
  } catch (error) {
    if (error.name === "AbortError") answer.replaceChildren();
    else answer.replaceChildren(element("pre", { className: "problem", role: "alert", lang: "en", dir: "ltr" }, error.message));
  }
  stop.disabled = true;
};
yasqe.addKeyMap({ "Ctrl-Enter": ask, "Cmd-Enter": ask });
run.addEventListener("click", ask);
stop.addEventListener("click", () => source.stop());

// In a copy without a server, a question of the list goes into the editor.
for (const text of document.querySelectorAll("pre[data-question]")) {
  const button = element("button", { type: "button" }, say.show);
  text.before(button);
  button.addEventListener("click", () => {
    yasqe.setValue(text.textContent);
    place.scrollIntoView();
    yasqe.focus();
  });
}
