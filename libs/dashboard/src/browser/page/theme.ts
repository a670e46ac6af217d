/** `<button data-theme-toggle>`: auto → light → dark, kept in this browser, set as `data-theme` on `<html>`. */
const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'binnacle-theme';

export function enableTheme(): void {
  apply(stored());
  document.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || !target.closest('[data-theme-toggle]')) return;
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'auto';
    apply(next);
    try {
      localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // Storage may be forbidden; the theme then lasts as long as the page.
    }
  });
}

function current(): Theme {
  return asTheme(document.documentElement.dataset.theme);
}

function stored(): Theme {
  try {
    return asTheme(localStorage.getItem(STORAGE_KEY));
  } catch {
    return 'auto';
  }
}

function asTheme(text: string | null | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'auto';
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll('[data-theme-toggle]')) {
    button.setAttribute('aria-label', `Theme: ${theme}`);
    button.setAttribute('title', `Theme: ${theme}`);
  }
}
