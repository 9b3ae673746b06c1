// Searches a copy of the site that no server answers: reads the small files of the index that lie beside the pages.
"use strict";
const LEFT = 3; // what a light stemmer leaves of a word at least
const PAGE = 20;
const CHECKED = 200; // entries whose words are looked at for their order
const form = document.querySelector("main form.find");
const answer = document.querySelector("#answer");
const tag = document.documentElement.lang;
const load = async (name) => {
  const found = await fetch(`search/${name}.json`);
  return found.ok ? found.json() : null;
};

// As `lookup/words.py` folds words and cuts texts into them.
const wordsOf = (habits) => {
  const pattern = new RegExp(`(?<wide>[${habits.wide}]+)|(?:(?![${habits.wide}])[\\p{L}\\p{N}]|[${habits.marks}])+`, "gu");
  const dropped = new RegExp(`[${habits.marks}\\p{Mn}\\p{Cf}]`, "gu");
  const isWide = new RegExp(`^[${habits.wide}]`, "u");
  const digit = (char) => {
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(char.codePointAt(0) - value - 1))) value += 1;
    return String(value);
  };
  const plain = (text) =>
    [...text.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replace(dropped, "").replace(/\p{Nd}/gu, digit)]
      .map((char) => habits.folding[char] ?? char).join("");
  const bare = (word) => {
    const lead = habits.leading.find((each) => word.startsWith(each) && word.length - each.length >= LEFT);
    return lead ? word.slice(lead.length) : word;
  };
  const of = (text) => [...text.matchAll(pattern)].flatMap((match) => {
    if (match.groups.wide) {
      return [...match[0]].map((_, at) => ({
        word: match[0].slice(at, at + 2), wide: true, start: match.index + at, end: match.index + Math.min(at + 2, match[0].length),
      }));
    }
    const word = bare(plain(match[0]));
    return word ? [{ word, wide: false, start: match.index, end: match.index + match[0].length }] : [];
  });
  const wanted = (text) => [...text.replace(/[“”„«»＂「」『』《》]/g, '"').matchAll(/"([^"]*)"|([^\s"]+)/g)].flatMap(([, quoted, free]) => {
    const tokens = of(quoted || free || "");
    if (!tokens.length) return [];
    const last = tokens.at(-1);
    if (last.wide && tokens.length > 1 && tokens.at(-2).end === last.end) {
      return [{ words: tokens.slice(0, -1).map((token) => token.word), begins: false }];
    }
    const begins = last.wide || (!quoted && last.word.length >= LEFT && /^\p{L}+$/u.test(last.word));
    return [{ words: tokens.map((token) => token.word), begins }];
  });
  return { plain, of, wanted, isWide };
};

const marked = (text, asked, words) => {
  const tokens = words.of(text);
  const fits = (each, at) => each.words.every((word, n) => {
    const there = tokens[at + n]?.word;
    return there === word || (each.begins && n === each.words.length - 1 && there?.startsWith(word));
  });
  const spans = asked.flatMap((each) => tokens.flatMap((token, at) =>
    (fits(each, at) ? [[token.start, tokens[at + each.words.length - 1].end]] : [])));
  return spans.sort((a, b) => a[0] - b[0]).reduce((merged, [start, end]) => {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
    return merged;
  }, []);
};

// As `lookup/symbols.py` understands what is typed.
const symbols = async (text, habits, words) => {
  const plain = words.plain(text);
  const whole = [...plain].map((char) => habits.lookalikes[char] ?? char).join("").toUpperCase()
    .replace(/([A-Z])\s+(?=[0-9])/g, "$1/").replace(/[\s[\]]/g, "");
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const known = [...Object.keys(habits.kinds), ...Object.keys(habits.bodies), ...habits.fillers]
    .sort((a, b) => b.length - a.length)
    .map((word) => (words.isWide.test(word) ? escaped(word) : `(?<![\\p{L}/])${escaped(word)}(?![\\p{L}/])`));
  const told = {};
  const rest = plain.replace(/[,;:'’]/g, " ").replace(new RegExp(known.join("|"), "gu"), (word) => {
    if (habits.bodies[word]) told.body ??= habits.bodies[word];
    if (habits.kinds[word]) told.kind ??= habits.kinds[word];
    return " ";
  }).replaceAll(".", " ").toUpperCase().trim().split(/\s+/).join(" ");
  const match = habits.numbers.map((each) => new RegExp(`^(?:${each})$`).exec(rest)).find(Boolean)?.groups;
  const tests = [];
  if (/^[A-Z]+\//.test(whole)) {
    const number = /^(.*?)([0-9]+)(?:\(.*)?[A-Z]?$/.exec(whole)?.[2];
    if (number) tests.push([number, ([name]) => name.toUpperCase() === whole || name.toUpperCase().startsWith(`${whole}(`)]);
  }
  if (match) {
    const own = (number, place, part) => [number, ([, , body, kind, where, itsNumber, itsPart]) =>
      itsNumber === String(Number(number)) && (!told.body || body === told.body) && (!told.kind || kind === told.kind)
      && (place ? where === place : told.kind || habits.numbered.includes(kind)) && (!part || itsPart === part)];
    tests.push(own(match.number, match.place, (match.part ?? "") + (match.late ?? "")));
    if (/^[0-9]+$/.test(match.place ?? "")) tests.push(own(match.place, match.number, ""));
  }
  for (const [number, test] of tests) {
    const rows = (await load(`symbols-${Number(number) % habits.files}`)) ?? [];
    const rank = ([, , , kind, , , , here]) => (habits.numbered.indexOf(kind) + 4) % 4 * 2 + (here ? 0 : 1);
    const found = rows.filter(test).sort((a, b) => rank(a) - rank(b));
    if (found.length) return found.slice(0, 10).map(([name]) => name);
  }
  return [];
};

// The entries that have all words, in the order of the index: names and titles first, then the latest paragraphs.
const find = async (language, asked, words) => {
  const files = new Map();
  const key = (word) => (words.isWide.test(word) ? (word.codePointAt(0) >> 3).toString(16)
    : [...word].slice(0, 2).map((char) => char.codePointAt(0).toString(16).padStart(4, "0")).join(""));
  const places = async (word, begins) => {
    const name = key(word);
    if (!files.has(name)) files.set(name, load(`${language}/w-${name}`));
    const found = new Set();
    for (const [each, steps] of Object.entries((await files.get(name)) ?? {})) {
      if (each !== word && !(begins && each.startsWith(word))) continue;
      let number = 0;
      for (const step of steps) found.add((number += step));
    }
    return found;
  };
  let left = null;
  for (const each of asked) {
    for (const [n, word] of each.words.entries()) {
      const there = await places(word, each.begins && n === each.words.length - 1);
      left = left ? new Set([...left].filter((number) => there.has(number))) : there;
    }
  }
  return [...(left ?? [])].sort((a, b) => a - b);
};

// The ids of the actor and the subject that a reader names: by id, by a whole name, else by a part of one.
const NAMED = ["actor", "subject"];
const identified = async (given, words) => {
  const ids = {};
  for (const kind of NAMED) {
    const text = (given[kind] ?? "").trim();
    if (!text) continue;
    const all = (await load(kind)) ?? {};
    const wanted = words.plain(text);
    const bears = (test) => Object.keys(all).find((id) => Object.values(all[id]).flat().some((name) => test(words.plain(name))));
    const own = text.split("/").at(-1);
    ids[kind] = Object.hasOwn(all, own) ? own
      : bears((name) => name === wanted) ?? bears((name) => name.startsWith(wanted)) ?? bears((name) => name.includes(wanted)) ?? "?"; // which no file is called
    const names = all[ids[kind]];
    if (names) form.elements[kind].value = (names[tag] ?? names.en ?? Object.values(names)[0])[0];
    else answer.append(element("p", { className: "note" }, `${form.elements[kind].labels[0].textContent}: “${text}” — ${answer.dataset.unknown}`));
  }
  return ids;
};
for (const kind of NAMED) {
  form.elements[kind].addEventListener("focus", async () => {
    const names = Object.values((await load(kind)) ?? {}).flatMap((each) => each[tag]?.[0] ?? []);
    document.querySelector(`#${kind}-names`).replaceChildren(...names.sort((a, b) => a.localeCompare(b, tag)).map((value) => element("option", { value })));
  }, { once: true });
}

// The entries that have what the filters ask for, null if they ask for nothing.
const filtered = async (given) => {
  const lists = [];
  for (const name of ["body", "act", ...NAMED]) if (given[name]) lists.push([(await load(`${name}/${encodeURIComponent(given[name])}`)) ?? []]);
  const years = /^\s*([0-9]{4})\s*(?:[-–—]\s*([0-9]{4})\s*)?$/.exec(given.year ?? "");
  if (years) {
    const [, first, last = first] = years;
    lists.push(Object.entries((await load("year")) ?? {}).filter(([year]) => year >= first && year <= last).map(([, runs]) => runs));
  }
  const sets = lists.map((all) => {
    const there = new Set();
    for (const runs of all) {
      let at = 0;
      for (const [n, count] of runs.entries()) {
        if (n % 2) for (let number = at; number < at + count; number += 1) there.add(number);
        at += count;
      }
    }
    return there;
  });
  return sets.length ? sets.reduce((left, there) => new Set([...left].filter((number) => there.has(number)))) : null;
};

const element = (name, fields = {}, ...inner) => {
  const made = Object.assign(document.createElement(name), fields);
  made.append(...inner);
  return made;
};
const address = (name) => {
  if (/^https?:/.test(name)) return name;
  const [whole, place] = name.split("#");
  return `id/${whole}.${tag}.html${place ? `#${place}` : ""}`;
};

const withMarks = (made, text, spans, from, to) => {
  let at = from;
  for (const [start, end] of spans.filter(([first, last]) => first >= from && last <= to)) {
    made.append(text.slice(at, start), element("mark", {}, text.slice(start, end)));
    at = end;
  }
  made.append(text.slice(at, to));
  return made;
};

const shown = ([kind, name, text], title, language, asked, words) => {
  const provision = kind === "provision";
  const first = text.split(" \n")[0];
  const heading = withMarks(element("span", { lang: language }), first, marked(first, asked, words), 0, first.length);
  const link = element("a", { href: address(name) }, provision || kind === "document" ? name.replace("#", " ") : heading);
  const rest = provision ? element("span", { lang: language }, title ?? "") : kind === "document" ? heading : "";
  const head = element("h3", {}, link, " ", rest);
  if (!provision) return element("li", { className: "result" }, head);
  const spans = marked(text, asked, words);
  const edge = (at) => (words.isWide.test(text[at] ?? "") ? at : text.indexOf(" ", at) + 1 || at);
  const from = spans.length && spans[0][0] > 60 ? Math.min(edge(spans[0][0] - 60), spans[0][0]) : 0;
  const to = text.length > from + 260 ? edge(from + 260) : text.length;
  const line = withMarks(element("p", { lang: language, dir: "auto" }, from ? "… " : ""), text, spans, from, to);
  if (to < text.length) line.append("…");
  return element("li", { className: "result" }, head, line);
};

// Reads entries, each file once; where a language has no words of an entry, the next one is asked.
const reader = (languages, block) => {
  const files = new Map();
  return async (number) => {
    for (const language of languages) {
      const name = `${language}/t-${Math.floor(number / block)}`;
      if (!files.has(name)) files.set(name, load(name));
      const { titles, entries } = (await files.get(name)) ?? { titles: {}, entries: {} };
      if (entries[number]) return [entries[number], titles[entries[number][1].split("#")[0]], language];
    }
    return null;
  };
};

// The files tell which words an entry has; that they follow each other is seen in its text.
const inOrder = async (numbers, asked, words, read) => {
  if (asked.every((each) => each.words.length === 1)) return numbers;
  const rows = await Promise.all(numbers.slice(0, CHECKED).map(async (number) => [number, (await read(number))[0][2]]));
  return rows.filter(([, text]) => asked.every((each) => marked(text, [each], words).length)).map(([number]) => number);
};

const search = async () => {
  const given = Object.fromEntries(new URLSearchParams(location.search));
  const text = (given.q ?? "").slice(0, 300).trim();
  form.elements.q.value = text;
  for (const name of ["body", "year", "act", ...NAMED]) form.elements[name].value = given[name] ?? "";
  const habits = await load("habits");
  const words = wordsOf(habits);
  const among = await filtered({ ...given, ...(await identified(given, words)) });
  if (!text && !among) return;
  const asked = words.wanted(text).slice(0, 16);
  const named = await symbols(text, habits, words);
  if (named.length) {
    answer.append(element("h2", {}, answer.dataset.symbols), element("ul", { className: "results symbols" },
      ...named.map((name) => element("li", { className: "result" }, element("a", { href: address(name) }, name)))));
  }
  const languages = [tag, ...habits.columns.filter((each) => each !== tag)];
  // Without words, what the filters leave is shown in the first language that has it.
  for (const language of asked.length ? languages : among ? [null] : []) {
    const read = reader(language ? [language] : languages, habits.block);
    const all = language ? await find(language, asked, words) : [...among].sort((a, b) => a - b);
    const there = language && among ? all.filter((number) => among.has(number)) : all;
    const found = await inOrder(there, asked, words, read);
    if (!found.length) continue;
    const page = Math.max(1, Number(given.page) || 1);
    const numbers = found.slice((page - 1) * PAGE, page * PAGE);
    const rows = await Promise.all(numbers.map(async (number) => shown(...(await read(number)), asked, words)));
    const turn = (to, label) => element("li", {}, element("a", { href: `?${new URLSearchParams({ ...given, page: to })}` }, label));
    const last = Math.ceil(found.length / PAGE);
    answer.append(element("h2", {}, `${answer.dataset.results} (${found.length}${found.length < there.length && there.length > CHECKED ? "+" : ""})`), element("ol", { className: "results", start: (page - 1) * PAGE + 1 }, ...rows));
    if (last > 1) {
      answer.append(element("nav", { ariaLabel: answer.dataset.pages }, element("ul", { className: "row" },
        ...(page > 1 ? [turn(page - 1, answer.dataset.previous)] : []), element("li", {}, `${page} / ${last}`),
        ...(page < last ? [turn(page + 1, answer.dataset.next)] : []))));
    }
    return;
  }
  if (!named.length) answer.append(element("p", {}, answer.dataset.nothing));
};
for (const link of document.querySelectorAll(".tongues a")) link.search = location.search;
search();
