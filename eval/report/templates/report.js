"use strict";
// The list of turns. Every text reaches the page as a text node, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100; // turns shown at once; more on demand
  const $ = (id) => document.getElementById(id);
  const list = $("list"), more = $("more");
  const filters = {
    run: $("filter-run"), outcome: $("filter-outcome"), stage: $("filter-stage"),
    contributing: $("filter-contributing"), db: $("filter-db"), text: $("filter-text"),
  };
  let found = [], shown = 0;

  function make(tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }
  const words = (name) => name.replaceAll("_", " ");
  const swatch = (blame) => make("i", "swatch blame-" + blame.replace(/[:_]/g, "-"));
  const letter = (run) => {
    const node = make("b", `letter run-${run.letter}${run.oracle ? " hatched" : ""}`, run.letter);
    node.title = run.name + (run.oracle ? `, oracle ${run.oracle}` : "");
    return node;
  };

  // ------------------------------------------------------------------------------------------- filters

  const OUTCOMES = [
    ["", "all", () => true],
    ["right", "right", (entry) => entry?.right === true],
    ["wrong", "wrong", (entry) => entry?.right === false],
    ["aside", "not to be answered with SQL", (entry) => entry && entry.right === undefined],
    ["problem", "with a problem", (entry) => entry?.problems],
    ["absent", "not in this run", (entry) => !entry],
    ["disagree", "runs disagree", (entry, turn) => new Set(turn.runs.filter(Boolean).map((each) => each.right)).size > 1],
  ];
  const run = () => Number(filters.run?.value ?? 0);

  function option(value, text) {
    const node = make("option", "", text);
    node.value = value;
    return node;
  }
  function fill(select, options) {
    const kept = select.value;
    select.replaceChildren(...options.map(([value, text]) => option(value, text)));
    select.value = options.some(([value]) => value === kept) ? kept : options[0][0];
  }
  /** Options with their counts in the chosen run; those without any turn are left out. */
  function fillFilters() {
    const entries = data.turns.map((turn) => [turn.runs[run()], turn]);
    const outcomes = OUTCOMES.map(([value, title, test]) => [value, title, entries.filter((each) => test(...each)).length]);
    fill(filters.outcome, outcomes.filter(([value, , count]) => count || !value).map(([value, title, count]) => [value, `${title} (${count})`]));
    const stages = Object.entries(data.blames).map(([blame, { title }]) => [blame, title,
      entries.filter(([entry]) => entry?.blames?.[0] === blame).length,
      entries.filter(([entry]) => entry?.blames?.includes(blame)).length]);
    fill(filters.stage, [["", "any"], ...stages.filter((each) => each[3]).map(([blame, title, first, all]) =>
      [blame, `${title} (${filters.contributing.checked ? all : first})`])]);
    fill(filters.db, [["", "all"], ...[...new Set(data.turns.map((turn) => turn.db))].sort().map((db) => [db, db])]);
  }

  const searched = new Map(); // what the search looks at, made once per turn
  function searchable(turn) {
    if (!searched.has(turn)) {
      const texts = [turn.id, turn.question, turn.sql, ...turn.runs.flatMap((entry) => [entry?.sql, entry?.draft, entry?.detail])];
      searched.set(turn, texts.filter(Boolean).join("\n").toLowerCase());
    }
    return searched.get(turn);
  }

  function apply() {
    const outcome = OUTCOMES.find(([value]) => value === filters.outcome.value)[2];
    const stage = filters.stage.value, db = filters.db.value;
    const terms = filters.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = data.turns.filter((turn) => {
      const entry = turn.runs[run()];
      const blamed = !stage || (filters.contributing.checked ? entry?.blames?.includes(stage) : entry?.blames?.[0] === stage);
      return blamed && outcome(entry, turn) && (!db || turn.db === db) && terms.every((term) => searchable(turn).includes(term));
    });
    $("count").textContent = found.length === data.turns.length
      ? `${found.length.toLocaleString("en")} turns`
      : `${found.length.toLocaleString("en")} of ${data.turns.length.toLocaleString("en")} turns`;
    shown = 0;
    list.replaceChildren();
    showMore();
  }

  function showMore() {
    const nodes = [];
    for (const turn of found.slice(shown, shown + PAGE)) {
      const before = found[shown - 1];
      if (!before || before.dialogue !== turn.dialogue || before.db !== turn.db || before.set !== turn.set) {
        nodes.push(make("p", "dialogue", make("b", "", turn.db), ` · ${turn.set} · dialogue ${turn.dialogue}`));
      }
      nodes.push(row(turn));
      shown += 1;
    }
    list.append(...nodes);
    more.hidden = shown >= found.length;
    more.textContent = `Show more (${(found.length - shown).toLocaleString("en")} left)`;
  }

  // ------------------------------------------------------------------------------------------- one turn

  function row(turn) {
    const node = make("details", "turn",
      make("summary", "", make("span", "no", String(turn.turn)), make("span", "asked", turn.question),
        make("span", "marks", ...turn.runs.map((entry, place) => mark(entry, data.runs[place])))));
    node.dataset.id = turn.id;
    node.addEventListener("toggle", () => {
      if (node.open && node.childElementCount === 1) node.append(detail(turn));
    });
    return node;
  }

  function mark(entry, ofRun) {
    const who = data.runs.length > 1 ? letter(ofRun) : null;
    if (!entry) return make("span", "mark", who, "–");
    if (entry.right === undefined) return make("span", "mark", who, "no SQL expected");
    if (entry.right) return make("span", "mark ok", who, "right");
    return make("span", "mark wrong", who, data.blames[entry.blames?.[0]]?.title ?? "wrong");
  }

  function detail(turn) {
    const entries = turn.runs.map((entry, place) => [entry, data.runs[place]]).filter(([entry]) => entry);
    return make("div", "detail", ...context(turn),
      make("h5", "", "SQL and result"),
      make("div", "side", side(make("span", "", "Reference"), turn, turn),
        ...entries.map(([entry, ofRun]) => side(heading(ofRun, entry), entry, turn))),
      ...plans(turn, entries), ...blamed(entries), ...verdicts(turn, entries), ...doings(entries));
  }

  function heading(ofRun, entry) {
    const oracle = ofRun.oracle ? make("span", "oracle", `oracle ${ofRun.oracle}`) : null;
    return make("span", "", data.runs.length > 1 ? letter(ofRun) : null, ` ${ofRun.name} `, oracle, mark(entry, ofRun));
  }

  /** The dialogue up to this turn, and what the data set says about it. */
  function context(turn) {
    const dialogue = data.turns.filter((each) => each.dialogue === turn.dialogue && each.set === turn.set && each.db === turn.db && each.turn <= turn.turn);
    const facts = [turn.id, turn.hardness, turn.act && `label ${turn.act}`, turn.intent !== "answer" && `intent ${turn.intent}`].filter(Boolean);
    const asked = make("ol", "earlier", ...dialogue.map((each) => make("li", each === turn ? "now" : "", each.question)));
    return [make("p", "faint", facts.join(" · ")), asked, turn.evidence ? make("p", "faint", `Evidence: ${turn.evidence}`) : null].filter(Boolean);
  }

  function side(head, made, turn) {
    const parts = [make("div", "head", head)];
    const sql = made.sql || made.draft;
    if (sql) parts.push(highlighted(sql));
    if (made.draft) parts.push(make("p", "faint", "The first draft; none ran."));
    if (!sql) parts.push(make("p", "faint", made === turn ? "The data set has no SQL here." : `No SQL: ${words(made.status)}.`));
    for (const text of [made.detail, made.failure]) if (text) parts.push(make("p", "failure", text));
    if (made.problems) parts.push(make("p", "failure", made.problems.map(words).join(", ")));
    if (made.result) parts.push(...result(made.result, made === turn ? null : turn.result));
    return make("div", "", ...parts);
  }

  const TOKENS = /('(?:[^']|'')*'|"(?:[^"]|"")*"|\b\d+(?:\.\d+)?\b)|\b(select|distinct|from|join|left|inner|cross|outer|on|where|and|or|not|in|exists|between|like|glob|is|null|group|by|having|order|asc|desc|limit|offset|union|all|intersect|except|as|case|when|then|else|end|count|sum|avg|min|max|total|cast|with)\b/gi;
  function highlighted(sql) {
    const node = make("pre", "sql");
    let last = 0;
    for (const match of sql.matchAll(TOKENS)) {
      node.append(sql.slice(last, match.index), make("span", match[1] === undefined ? "k" : "l", match[0]));
      last = match.index + match[0].length;
    }
    node.append(sql.slice(last));
    return node;
  }

  function result(mine, gold) {
    if (mine.failure) return [make("p", "failure", mine.failure)];
    const rows = mine.rows ?? [], count = mine.count ?? 0;
    const whole = gold && !gold.failure && (gold.rows ?? []).length === (gold.count ?? 0) && rows.length === count;
    const left = new Map(); // the gold's rows that are not yet met: duplicates count
    for (const each of gold?.rows ?? []) left.set(JSON.stringify(each), (left.get(JSON.stringify(each)) ?? 0) + 1);
    const body = rows.map((cells) => {
      const key = JSON.stringify(cells), met = left.get(key) ?? 0;
      left.set(key, met - 1);
      return make("tr", whole && met <= 0 ? "odd" : "", ...cells.map(cell));
    });
    const head = make("thead", "", make("tr", "", ...(mine.columns ?? []).map((name) => make("th", "", name))));
    const table = make("div", "tablewrap", make("table", "result", head, make("tbody", "", ...body)));
    table.tabIndex = 0; // it scrolls, so the keyboard must reach it
    const said = `${count.toLocaleString("en")} row${count === 1 ? "" : "s"}` + (rows.length < count ? `, the first ${rows.length} shown` : "");
    return [table, make("p", "faint", said)];
  }

  function cell(value) {
    if (value === null) return make("td", "null", "NULL");
    if (typeof value === "string") return make("td", "", value);
    return make("td", value[1] === "blob" ? "" : "num", value[0]);
  }

  /** Both plans clause by clause; an item that the other side has not is marked. */
  function plans(turn, entries) {
    const has = (clause) => turn.plan?.[clause] || entries.some(([entry]) => entry.plan?.[clause]);
    const clauses = data.clauses.filter(has);
    if (!clauses.length) return turn.noPlan ? [make("p", "faint", `No gold plan: ${turn.noPlan}`)] : [];
    const head = make("tr", "", make("th", ""), make("th", "", turn.plan ? "Gold plan" : `No gold plan: ${turn.noPlan ?? ""}`),
      ...entries.map(([, ofRun]) => make("th", "", data.runs.length > 1 ? letter(ofRun) : null, data.runs.length > 1 ? " plan" : "Plan")));
    const body = clauses.map((clause) => make("tr", "", make("th", "", clause), make("td", "", ...items(turn.plan?.[clause] ?? [])),
      ...entries.map(([entry]) => make("td", "", ...(entry.plan ? compared(entry.plan[clause] ?? [], turn.plan ? turn.plan[clause] ?? [] : null) : ["–"])))));
    const table = make("div", "tablewrap", make("table", "plans", make("thead", "", head), make("tbody", "", ...body)));
    table.tabIndex = 0;
    return [make("h5", "", "Plan"), table];
  }
  const items = (texts, className = "") => texts.map((text) => make("span", `item ${className}`, text));
  function compared(texts, gold) {
    if (!gold) return items(texts);
    const wanted = new Set(gold.map((text) => text.toLowerCase())), have = new Set(texts.map((text) => text.toLowerCase()));
    return [...texts.flatMap((text) => items([text], wanted.has(text.toLowerCase()) ? "" : "extra")),
      ...items(gold.filter((text) => !have.has(text.toLowerCase())), "lacks")];
  }

  function blamed(entries) {
    const wrong = entries.filter(([entry]) => entry.blames);
    if (!wrong.length) return [];
    return [make("h5", "", "Why it is wrong"), ...wrong.map(([{ blames: [first, ...others] }, ofRun]) => make("p", "reasons",
      data.runs.length > 1 ? letter(ofRun) : null, swatch(first), make("b", "", data.blames[first].title), ` ${data.blames[first].meaning}`,
      others.length ? make("span", "", `; also ${others.map((blame) => data.blames[blame].title).join(", ")}`) : null))];
  }

  function verdicts(turn, entries) {
    const names = Object.keys(data.metrics).filter((name) => entries.some(([entry]) => entry.verdicts && name in entry.verdicts));
    if (!names.length) return [];
    const said = (entry, name) => {
      const verdict = entry.verdicts?.[name];
      if (verdict === true) return make("td", "yes", "right");
      return verdict === false ? make("td", "no", "wrong", reason(entry, name)) : make("td", "", "no verdict", reason(entry, name));
    };
    const reason = (entry, name) => entry.reasons?.[name] ? make("small", "", ` ${entry.reasons[name]}`) : null;
    const head = data.runs.length > 1 ? make("thead", "", make("tr", "", make("th", ""), ...entries.map(([, ofRun]) => make("th", "", letter(ofRun))))) : null;
    const body = names.map((name) => make("tr", "", make("th", "", data.metrics[name]), ...entries.map(([entry]) => said(entry, name))));
    return [make("h5", "", "Verdicts"), make("table", "verdicts", head, make("tbody", "", ...body))];
  }

  /** Literals and their links, what was tried, and the time. */
  function doings(entries) {
    return entries.flatMap(([entry, ofRun]) => {
      const parts = [];
      for (const [asked, reply] of entry.exchanges ?? []) {
        parts.push(make("p", "faint", `asked back: ${asked} `, make("b", "", `User: ${reply}`)));
      }
      for (const each of entry.literals ?? []) {
        parts.push(make("p", "faint", `gold literal ${each.text} (${each.kind}): ${each.rank ? `link ${each.rank}` : "not among the links"}`));
      }
      for (const each of entry.attempts ?? []) {
        const outcome = each.diagnosis || (each.rows !== undefined ? `${each.rows} rows` : each.status);
        parts.push(make("p", "faint", `tried ${each.sql}${each.repair ? ` (repaired: ${each.repair})` : ""}: ${outcome}`));
      }
      const times = Object.entries(entry.ms ?? {}).map(([stage, ms]) => `${stage} ${ms} ms`);
      if (times.length) parts.push(make("p", "faint", times.join(" · ")));
      if (!parts.length) return [];
      return [make("h5", "", data.runs.length > 1 ? letter(ofRun) : null, data.runs.length > 1 ? " on its way" : "On its way"), ...parts];
    });
  }

  // -------------------------------------------------------------------------------------------- events

  function choose({ run: place, outcome = "", stage = "" }) {
    if (filters.run && place !== undefined) filters.run.value = place;
    filters.contributing.checked = false;
    filters.db.value = "";
    filters.text.value = "";
    fillFilters();
    filters.outcome.value = outcome;
    filters.stage.value = stage;
    apply();
  }
  filters.run?.addEventListener("change", () => { fillFilters(); apply(); });
  filters.contributing.addEventListener("change", () => { fillFilters(); apply(); });
  for (const select of [filters.outcome, filters.stage, filters.db]) select.addEventListener("change", apply);
  filters.text.addEventListener("input", apply);
  $("filter-reset").addEventListener("click", () => choose({}));
  more.addEventListener("click", showMore);
  for (const part of document.querySelectorAll(".part")) {
    part.addEventListener("click", () => {
      choose(part.dataset);
      $("turns").scrollIntoView();
    });
  }
  fillFilters();
  apply();
})();
