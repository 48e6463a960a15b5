// panels.js: what the visitor sets: grouping, legend, filters, and the chips that tell which filters hold.

import { element } from './dom.js';
import { countText } from './format.js';
import { GROUPINGS, OUTCOMES } from './model.js';
import { NO_FILTERS, hasFilters } from './state.js';

export function createPanels({ grouping, legend, filters, chips, filterButton }, model, state) {
  const change = (changes) => state.update({ filters: { ...state.get().filters, ...changes } });

  grouping.append(...GROUPINGS.map((name) => element('option', { value: name }, name)));

  const calls = OUTCOMES.map((_, branch) => model.edges.reduce((sum, edge) => sum + (edge.branch === branch ? edge.count : 0), 0));
  const toggles = OUTCOMES.map((name, branch) =>
    element('button', { 'aria-pressed': 'true', title: `Show or hide calls that ended in ${name}`, onclick: () => change({ outcomes: state.get().filters.outcomes.map((on, i) => (i === branch ? !on : on)) }) },
      element('span', { class: `dot outcome-${branch}` }), name, ' ', element('span', { class: 'count' }, countText(calls[branch]))));
  legend.append(...toggles.filter((_, branch) => calls[branch]));

  const check = (text, read, write) => {
    const box = element('input', { type: 'checkbox', onchange: () => change(write(box.checked)) });
    return { row: element('label', { class: 'check' }, box, text), show: (now) => (box.checked = read(now)) };
  };
  const field = (text, input, read, write) => {
    input.addEventListener('input', () => change(write(input.value)));
    return { row: element('label', {}, element('span', {}, text), input), show: (now) => document.activeElement !== input && (input.value = read(now)) };
  };
  const modules = [...new Set(model.nodes.map((node) => node.module).filter(Boolean))].sort();
  const fields = [
    check('Only what failed, and the way there', (now) => now.onlyErrors, (onlyErrors) => ({ onlyErrors })),
    field('Called at least', element('input', { type: 'number', min: 0, step: 1, placeholder: '0' }), (now) => now.minCount || '', (text) => ({ minCount: Math.max(0, Math.floor(Number(text)) || 0) })),
    field('Module', element('input', { type: 'text', list: 'modules', placeholder: 'any', spellcheck: 'false' }), (now) => now.module, (module) => ({ module: module.trim() })),
  ];
  if (model.tests.length) {
    const select = element('select', {}, element('option', { value: -1 }, 'any'), model.tests.map((test, place) => element('option', { value: place }, test)));
    fields.push(field('Run by test', select, (now) => now.test, (text) => ({ test: Number(text) })));
  }
  if (model.edges.some((edge) => edge.staticOnly) || model.nodes.some((node) => !node.calls))
    fields.push(check('What never ran', (now) => now.unused, (unused) => ({ unused })));
  filters.append(
    element('datalist', { id: 'modules' }, modules.map((name) => element('option', { value: name }))),
    ...fields.map((one) => one.row),
    element('button', { type: 'button', onclick: () => change(NO_FILTERS) }, 'Show everything'));
  filters.addEventListener('submit', (event) => event.preventDefault());

  const chip = (text, reset) => element('button', { class: 'chip', title: 'Show this again', onclick: () => change(reset) }, text, element('span', { 'aria-hidden': 'true' }, ' ×'));
  function showChips(now) {
    const made = [];
    const add = (name, text) => now[name] !== NO_FILTERS[name] && made.push(chip(text, { [name]: NO_FILTERS[name] }));
    add('onlyErrors', 'only failures');
    add('minCount', `at least ${countText(now.minCount)}`);
    add('module', `module ${now.module}`);
    add('test', `test ${model.tests[now.test]}`);
    add('unused', 'only what ran');
    add('focus', `around ${now.focus?.label}`);
    if (now.outcomes.includes(false)) made.push(chip(`without ${OUTCOMES.filter((_, i) => !now.outcomes[i]).join(', ')}`, { outcomes: NO_FILTERS.outcomes }));
    chips.replaceChildren(...made);
  }

  return {
    show({ grouping: name, filters: now }) {
      grouping.value = name;
      for (const one of fields) one.show(now);
      toggles.forEach((button, branch) => button.setAttribute('aria-pressed', String(now.outcomes[branch])));
      filterButton.classList.toggle('on', hasFilters(now));
      showChips(now);
    },
  };
}
