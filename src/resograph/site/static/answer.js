// Shows the answer to a query: a table with the names of things, and the answer as files.
const MOST = 500;
const NAMED = 300; // things in one question for names, so that it stays under what an endpoint takes

export const element = (name, given = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
};

const TRIPLE = /^(?:<([^>]*)>|(_:\S+)) <([^>]*)> (?:<([^>]*)>|(_:\S+)|("(?:[^"\\]|\\.)*")(?:@(\S+)|\^\^<([^>]*)>)?) \.$/;

// Gives the rows of JSON results, or of triples as N-Triples.
export const read = (text, format) => {
  if (format === "json") {
    const { head, results, boolean } = JSON.parse(text);
    return { columns: head.vars ?? [], rows: results?.bindings ?? [], boolean };
  }
  const node = (iri, blank) => (iri === undefined ? { type: "bnode", value: blank } : { type: "uri", value: iri });
  const rows = text.split("\n").map((line) => TRIPLE.exec(line)).filter(Boolean).map((parts) => {
    const [, iri, blank, predicate, object, other, quoted, lang, datatype] = parts;
    const value = quoted ? { type: "literal", value: JSON.parse(quoted), "xml:lang": lang, datatype } : node(object, other);
    return { subject: node(iri, blank), predicate: node(predicate), object: value };
  });
  return { columns: ["subject", "predicate", "object"], rows };
};

// Gives the names of things in the language of the page, else in English or without one; and which things are known here.
export const names = async (rows, source, tag) => {
  const things = new Set();
  for (const row of rows.slice(0, MOST)) {
    for (const cell of Object.values(row)) {
      if (cell.type === "uri" && /^[^\s<>"{}|\\^`]+$/.test(cell.value)) things.add(cell.value).add(cell.value.split("#")[0]);
    }
  }
  const known = new Map();
  const asked = [...things];
  for (let at = 0; at < asked.length; at += NAMED) {
    const text = `PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?t ?l WHERE { VALUES ?t { ${asked.slice(at, at + NAMED).map((thing) => `<${thing}>`).join(" ")} } ?t a ?k
OPTIONAL { ?t skos:prefLabel|rdfs:label ?l FILTER(LANG(?l) IN ("${tag}", "en", "")) } }`;
    for (const { t, l } of read(await source.ask(text, "json"), "json").rows) {
      const before = known.get(t.value);
      if (!before || (l && (!before.value || l["xml:lang"] === tag))) known.set(t.value, l ?? {});
    }
  }
  return known;
};

const cell = (value, known, { base, tag }) => {
  if (!value) return "";
  if (value.type !== "uri") {
    const lang = value["xml:lang"];
    return element("span", lang ? { lang, dir: "auto" } : { dir: "auto" }, value.value);
  }
  const name = known.get(value.value);
  const said = name?.value || value.value.replace(base, "");
  const lang = name?.["xml:lang"] || "";
  if (!/^https?:/.test(value.value)) return said;
  const [whole, fragment] = value.value.split("#");
  const here = whole.startsWith(base) && known.has(whole);
  const href = here ? `id/${whole.slice(base.length)}.${tag}.html${fragment ? `#${fragment}` : ""}` : value.value;
  return element("a", { href, title: value.value, ...(lang ? { lang } : {}) }, said);
};

export const table = ({ columns, rows }, known, page) => {
  const heads = columns.map((name) => element("th", { scope: "col", lang: "zxx" }, name));
  const lines = rows.slice(0, MOST).map((row) =>
    element("tr", {}, ...columns.map((name) => element("td", {}, cell(row[name], known, page)))));
  return element("div", { className: "scroll", role: "region", "aria-labelledby": "answer-title", tabIndex: 0 },
    element("table", { className: "sortable" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...lines)));
};

// Gives a button that saves the answer as a file.
export const download = (name, get) => {
  const button = element("button", { type: "button" }, name);
  button.addEventListener("click", async () => {
    const href = URL.createObjectURL(new Blob([await get()]));
    element("a", { href, download: `resograph.${name.toLowerCase()}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  });
  return button;
};

export const isCut = ({ rows }) => rows.length > MOST;
