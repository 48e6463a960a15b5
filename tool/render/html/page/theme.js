// theme.js: light and dark. Colours stand in page.css; the canvas asks for them here.

const ORDER = ['auto', 'light', 'dark'];
const SIGNS = { auto: '◐', light: '○', dark: '●' };

export function setTheme(theme, button) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.textContent = SIGNS[theme];
  button.title = `Colours: ${theme}`;
  button.setAttribute('aria-label', `Colours: ${theme}; change`);
}

export const nextTheme = (theme) => ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];

// The colours that hold now, by the names that page.css gives them.
export function readColors() {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: color('ground'),
    box: color('box'),
    line: color('line'),
    text: color('text'),
    muted: color('muted'),
    accent: color('accent'),
    frames: [color('frame-1'), color('frame-2'), color('frame-3')],
    frameLine: color('frame-line'),
    outcomes: ['success', 'error', 'partial', 'abandoned'].map(color),
  };
}
