// Explores the citations around a document: who cites it, what it cites, by which act, and so on from all that is shown.
import { element, names, read } from "./answer.js";
import { ofServer, ofWorker } from "./ask.js";
import { picture } from "./graph.js";
import { said } from "./views.js";

const MOST = 100; // citations around one thing
const root = new URL("..", import.meta.url);
const place = document.querySelector(".explore");
const { thing, base, tag } = place.dataset;
const say = place.dataset;

const citations = (of) => `PREFIX rg: <https://w3id.org/resograph/ontology#>
SELECT DISTINCT ?from ?to ?act WHERE {
  { ?citation rg:cites <${of}> ; rg:citingProvision/rg:inDocument ?from BIND(<${of}> AS ?to) }
  UNION { ?provision rg:inDocument <${of}> . ?citation rg:citingProvision ?provision ; rg:cites ?to BIND(<${of}> AS ?from) }
  OPTIONAL { ?citation rg:underAct/rg:actType ?act }
} ORDER BY ?from ?to ?act LIMIT ${MOST}`;

// The same page lies on a server and in a copy without one: where no endpoint answers, the browser does.
const found = async () => {
  const server = new URL("sparql", root);
  const { ok } = await fetch(`${server}?${new URLSearchParams({ query: "ASK {}" })}`).catch(() => ({ ok: false }));
  return ok ? ofServer(server) : ofWorker(new URL("./sparql.js", import.meta.url));
};

const begin = async () => {
  const source = await found();
  const network = element("div", { className: "network", role: "img", "aria-label": say.title });
  const list = element("ul", { className: "explored" });
  const acts = element("select", { id: "explored-act" }, new Option(say.all, ""));
  const status = element("p", { role: "status" });
  place.replaceChildren(element("p", {}, element("label", { htmlFor: "explored-act" }, say.act), " ", acts), network, status, list);
  const links = new Map();
  const shown = new Set();
  const opened = new Set();
  const { graph, show } = await picture(network, (id) => open(id));

  const choose = () => {
    for (const edge of graph.edges()) edge.style("display", acts.value && edge.data("label") !== acts.value ? "none" : "element");
  };
  const listed = (id, label, known) => {
    const href = known ? new URL(`id/${id.slice(base.length)}.${tag}.html`, root).href : id;
    const button = element("button", { type: "button", ariaExpanded: String(opened.has(id)), ariaLabel: `${say.around} ${label}` }, "＋");
    button.dataset.thing = id;
    button.addEventListener("click", () => open(id));
    list.append(element("li", {}, element("a", { href }, label), " ", button));
  };
  const open = async (id) => {
    if (opened.has(id)) return;
    opened.add(id);
    status.textContent = say.waiting;
    const { rows } = read(await source.ask(citations(id), "json"), "json");
    const known = await names(rows, source, tag);
    for (const { from, to, act } of rows) {
      const link = { from: from.value.split("#")[0], to: to.value.split("#")[0], label: act ? said(act, known, base) : "" };
      if (link.from !== link.to) links.set(Object.values(link).join(" "), link);
    }
    const things = new Set([id, ...[...links.values()].flatMap(({ from, to }) => [from, to])]);
    const fresh = [...things].filter((one) => !shown.has(one));
    for (const one of fresh) {
      shown.add(one);
      listed(one, said({ value: one }, known, base), known.has(one) && one.startsWith(base));
    }
    show(fresh.map((one) => ({ id: one, label: said({ value: one }, known, base) })), [...links.values()]);
    graph.getElementById(id).data("open", true);
    for (const button of list.querySelectorAll("button")) button.ariaExpanded = String(opened.has(button.dataset.thing));
    const there = new Set([...acts.options].map(({ value }) => value));
    const more = [...new Set([...links.values()].map(({ label }) => label))].filter((label) => label && !there.has(label));
    acts.append(...more.sort().map((label) => new Option(label, label)));
    choose();
    status.textContent = `${say.shown}: ${shown.size}`;
  };
  acts.addEventListener("change", choose);
  await open(thing);
};

const button = element("button", { type: "button" }, say.explore);
button.addEventListener("click", () => {
  button.disabled = true;
  begin().catch((error) => place.replaceChildren(element("pre", { className: "problem", role: "alert", lang: "en", dir: "ltr" }, error.message)));
});
place.replaceChildren(button);
