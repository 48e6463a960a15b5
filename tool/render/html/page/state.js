// state.js: what the visitor chose. Everything on the page follows from it and from the model.
//
// update() changes fields and then calls every listener once, with the names of those that changed.

export const NO_FILTERS = Object.freeze({
  onlyErrors: false,
  minCount: 0,
  module: '',
  test: -1, // place in model.tests
  outcomes: [true, true, true, true],
  unused: true, // functions and calls that are written and never ran
  focus: null, // a node: only what leads to it, and where it leads
});

export function createState(initial) {
  const state = { ...initial };
  const listeners = [];
  return {
    get: () => state,
    listen: (listener) => listeners.push(listener),
    update(changes) {
      const changed = new Set(Object.keys(changes).filter((name) => state[name] !== changes[name]));
      if (!changed.size) return;
      Object.assign(state, changes);
      for (const listener of listeners) listener(changed);
    },
  };
}

export const hasFilters = (filters) =>
  Object.keys(NO_FILTERS).some((name) =>
    name === 'outcomes' ? filters.outcomes.includes(false) : filters[name] !== NO_FILTERS[name],
  );
