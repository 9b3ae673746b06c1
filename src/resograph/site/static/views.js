// Other views of an answer than its table: bars for names with numbers, a network for links between things.
import { element } from "./answer.js";
import { picture } from "./graph.js";

const BARS = 40;
const NODES = 150; // links of a picture in which things can still be told apart
const [ROW, LEFT, WIDTH] = [24, 320, 900];
const isNumber = (value) => value?.type === "literal" && /^-?[0-9]+(\.[0-9]+)?$/.test(value.value);
const whole = (rows, name) => rows.length > 0 && rows.every((row) => isNumber(row[name]));
export const said = (value, known, base) => known.get(value.value)?.value || value.value.replace(base, "");

// Gives the column of numbers and that of names for a chart, if there are both.
const axes = ({ columns, rows }) => {
  const number = columns.find((name) => whole(rows, name));
  const label = columns.find((name) => name !== number && rows.every((row) => row[name]) && !whole(rows, name));
  return number && label ? { number, label } : null;
};

const svg = (name, given, text) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

export const chart = (answer, known, { base }) => {
  const found = axes(answer);
  if (!found) return null;
  const rows = answer.rows.slice(0, BARS).map((row) => [said(row[found.label], known, base), Number(row[found.number].value)]);
  const most = Math.max(...rows.map(([, value]) => Math.abs(value)), 1);
  const drawn = svg("svg", { class: "chart", role: "img", "aria-label": `${found.label}: ${found.number}`, viewBox: `0 0 ${WIDTH} ${rows.length * ROW}`, direction: "ltr" });
  rows.forEach(([name, value], n) => {
    const cut = [...name].length > 44 ? `${[...name].slice(0, 43).join("")}…` : name;
    const width = (Math.abs(value) / most) * (WIDTH - LEFT - 80);
    drawn.append(
      svg("text", { x: LEFT - 8, y: n * ROW + 17, "text-anchor": "end" }, cut),
      svg("rect", { x: LEFT, y: n * ROW + 4, width, height: ROW - 8 }),
      svg("text", { x: LEFT + width + 6, y: n * ROW + 17 }, value.toLocaleString(document.documentElement.lang)),
    );
  });
  return element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-labelledby": "answer-title" }, drawn);
};

// Gives the links of an answer: its triples, or its first two columns of things.
const links = ({ columns, rows }, known, base) => {
  const [from, to] = columns.filter((name) => rows.some((row) => row[name]?.type === "uri") && name !== "predicate");
  if (!to) return [];
  return rows.filter((row) => row[from]?.type === "uri" && row[to]?.type === "uri").slice(0, NODES)
    .map((row) => ({ from: row[from].value, to: row[to].value, label: row.predicate ? said(row.predicate, known, base) : "" }));
};

export const network = (answer, known, { base }) => {
  const found = links(answer, known, base);
  if (!found.length) return null;
  const place = element("div", { className: "network", role: "img", "aria-label": answer.columns.join(", ") });
  const nodes = [...new Set(found.flatMap(({ from, to }) => [from, to]))].map((id) => ({ id, label: said({ value: id }, known, base) }));
  return { place, draw: async () => (await picture(place)).show(nodes, found) };
};
