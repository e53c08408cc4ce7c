import type { Language } from './language.ts';

const LANGUAGES: [code: Language, name: string][] = [
  ['en', 'English'],
  ['zh-hans', '中文(简体)'],
];

/** The menu of the sign-in pages. Its switch is a `target=_blank` link to `#` whose script keeps it from opening anything. */
export function languageMenu(current: Language): string {
  const name = LANGUAGES.find(([code]) => code === current)?.[1] ?? current;
  const items = LANGUAGES.map(([code, label]) => `<li><a href="/core/i18n/${code}/">${label}</a></li>`).join('');
  return `<div class="language-menu"><a href="#" target="_blank" id="language-switch">${name}</a><ul hidden>${items}</ul></div>
<script>
document.getElementById('language-switch').addEventListener('click', (event) => {
  event.preventDefault();
  const list = event.target.nextElementSibling;
  list.hidden = !list.hidden;
});
</script>`;
}
