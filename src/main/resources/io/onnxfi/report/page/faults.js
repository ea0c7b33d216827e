/* The table of all faults: sorted, filtered and shown page by page. */
(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('report-data').textContent).faults;
  const table = document.getElementById('fault-table');
  if (!table) {
    return;
  }
  const PAGE = 50;
  const [ROW, INJECTION, LAYER, INDEX, BIT, CAUSE, EVIDENCE, SIDES] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [MASKED, , CRITICAL, CRASHED] = [0, 1, 2, 3];
  const count = value => value.toLocaleString('en-US');
  const natural = new Intl.Collator('en', { numeric: true });

  const sides = fault => fault.slice(SIDES);
  const changed = fault => data.images
      - Math.min(...sides(fault).slice(0, data.measured).map(counts => counts[MASKED]));
  const measured = Object.keys(data.work).length > 0;
  const work = fault => {
    const [head, behind] = data.work[fault[LAYER]];
    return Math.round((head * data.images + behind * changed(fault)) / 1e6);
  };
  const spread = fault => {
    const critical = sides(fault).map(counts => counts[CRITICAL]);
    return Math.max(...critical) - Math.min(...critical);
  };
  const differs = fault => sides(fault).some(counts => counts.some((n, i) => n !== fault[SIDES][i]));

  const columns = [
    { title: 'row', number: true, plain: true, value: fault => fault[ROW] },
    ...(data.faults.every(fault => fault[INJECTION] === fault[ROW]) ? []
      : [{ title: 'injection', number: true, plain: true, value: fault => fault[INJECTION] }]),
    { title: 'layer', value: fault => fault[LAYER] },
    { title: 'index', value: fault => fault[INDEX] },
    { title: 'bit', number: true, value: fault => fault[BIT] },
    ...data.sides.map((side, i) => (
      { title: 'critical, ' + side, number: true, value: fault => fault[SIDES + i][CRITICAL] })),
    ...(data.sides.length > 1 ? [{ title: 'critical, largest difference', number: true, value: spread }] : []),
    ...data.sides.map((side, i) => (
      { title: 'masked, ' + side, number: true, value: fault => fault[SIDES + i][MASKED] })),
    ...(data.faults.some(fault => fault[SIDES].length > CRASHED) ? data.sides.map((side, i) => (
      { title: 'crashed, ' + side, number: true, value: fault => fault[SIDES + i][CRASHED] })) : []),
    { title: 'changed ' + data.unit, number: true, value: changed },
    ...(measured ? [{ title: 'work, 10⁶ multiply-adds', number: true, value: work }] : []),
    ...(data.attributed ? [{ title: 'cause', value: fault => fault[CAUSE] }] : []),
  ];

  const state = { column: columns.find(column => column.title.startsWith('critical')), descending: true, page: 0 };
  let shown = [];

  function element(name, properties, ...children) {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  }

  const filters = document.getElementById('fault-filters');
  const choice = (title, values) => {
    const select = element('select', {},
        element('option', { value: '' }, 'all'),
        ...values.map(value => element('option', { value }, value || '(none)')));
    filters.append(element('label', {}, title, select));
    return select;
  };
  const distinct = place => [...new Set(data.faults.map(fault => String(fault[place])))].sort(natural.compare);
  const search = element('input', { type: 'search', placeholder: 'layer, index, injection' });
  filters.append(element('label', {}, 'contains', search));
  const layer = choice('layer', distinct(LAYER));
  const bit = choice('bit', distinct(BIT));
  const cause = data.attributed ? choice('cause', distinct(CAUSE).filter(Boolean)) : { value: '' };
  const differing = element('input', { type: 'checkbox' });
  if (data.sides.length > 1) {
    filters.append(element('label', { className: 'check' }, differing, 'only where counts differ'));
  }
  const all = element('button', { type: 'reset' }, 'Show all');
  filters.append(all);

  function matches(fault) {
    const text = search.value.trim().toLowerCase();
    return (!text || [fault[LAYER], fault[INDEX], String(fault[INJECTION])].some(
        cell => cell.toLowerCase().includes(text)))
      && (!layer.value || fault[LAYER] === layer.value)
      && (!bit.value || String(fault[BIT]) === bit.value)
      && (!cause.value || fault[CAUSE] === cause.value)
      && (!differing.checked || differs(fault));
  }

  /** Ties keep the order of the run. */
  function compare(a, b) {
    const [x, y] = [state.column.value(a), state.column.value(b)];
    const order = state.column.number ? x - y : natural.compare(x, y);
    return state.descending ? -order : order;
  }

  function replayCommand(fault) {
    return data.command + fault[ROW] + data.out + fault[ROW];
  }

  function toggle(button, row, fault) {
    if (button.ariaExpanded === 'true') {
      row.nextElementSibling.remove();
      button.ariaExpanded = 'false';
      return;
    }
    const code = element('code', {}, replayCommand(fault));
    const copy = element('button', { type: 'button' }, 'Copy');
    copy.addEventListener('click', async () => {
      getSelection().selectAllChildren(code);
      try {
        await navigator.clipboard.writeText(code.textContent);
        copy.textContent = 'Copied';
      } catch {
        copy.textContent = 'Selected';
      }
    });
    const evidence = fault[EVIDENCE].map(line => element('p', {}, line));
    const cell = element('td', { className: 'replay', colSpan: columns.length + 1 }, code, ' ', copy, ...evidence);
    row.after(element('tr', {}, cell));
    button.ariaExpanded = 'true';
  }

  function row(fault) {
    const cells = columns.map(column => {
      const value = column.value(fault);
      return element('td', { className: column.number ? 'number' : 'text' },
          column.number && !column.plain ? count(value) : String(value));
    });
    const button = element('button', { type: 'button', className: 'command' }, 'Command');
    button.ariaExpanded = 'false';
    button.setAttribute('aria-label', 'Command that replays row ' + fault[ROW]);
    const node = element('tr', {}, element('td', {}, button), ...cells);
    button.addEventListener('click', () => toggle(button, node, fault));
    return node;
  }

  const head = element('tr', {}, element('th', { scope: 'col' }, 'replay'));
  for (const column of columns) {
    const arrow = element('span', { ariaHidden: 'true' });
    const button = element('button', { type: 'button' }, column.title, arrow);
    const cell = element('th', { scope: 'col', className: column.number ? 'number' : 'text' }, button);
    Object.assign(column, { cell, arrow });
    button.addEventListener('click', () => {
      state.descending = state.column === column ? !state.descending : Boolean(column.number);
      state.column = column;
      update();
    });
    head.append(cell);
  }
  table.tHead.append(head);

  const before = element('button', { type: 'button' }, 'Previous page');
  const after = element('button', { type: 'button' }, 'Next page');
  document.getElementById('fault-pages').append(before, after);
  const turn = pages => () => {
    state.page += pages;
    show();
  };
  before.addEventListener('click', turn(-1));
  after.addEventListener('click', turn(1));

  function show() {
    const first = state.page * PAGE;
    const rows = shown.slice(first, first + PAGE);
    table.tBodies[0].replaceChildren(...rows.map(row));
    before.disabled = state.page === 0;
    after.disabled = first + PAGE >= shown.length;
    document.getElementById('fault-status').textContent = rows.length === 0
      ? `None of ${count(data.faults.length)} faults.`
      : `Faults ${count(first + 1)}–${count(first + rows.length)} of ${count(shown.length)}`
        + (shown.length < data.faults.length ? `, chosen from ${count(data.faults.length)}.` : '.');
  }

  function update() {
    for (const column of columns) {
      const sorted = column === state.column;
      column.cell.ariaSort = sorted ? (state.descending ? 'descending' : 'ascending') : 'none';
      column.arrow.textContent = sorted ? (state.descending ? ' ▼' : ' ▲') : '';
    }
    shown = data.faults.filter(matches).sort(compare);
    state.page = 0;
    show();
  }

  filters.addEventListener('input', update);
  filters.addEventListener('change', update);
  filters.addEventListener('reset', () => setTimeout(update));
  filters.addEventListener('submit', event => event.preventDefault());
  update();
})();
