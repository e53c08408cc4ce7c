const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2733;--soft:#5d6b7a;--line:#d5dce4;--page:#eef2f5;--card:#fff;--act:#1ab394}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaf0;--soft:#9fadbb;--line:#39444f;--page:#151a20;--card:#1f262e;--act:#1fc7a4}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",sans-serif}
main{max-width:26rem;margin:8vh auto;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:10px}
main.wide{max-width:64rem;margin:2rem auto}h1{font-size:1.3rem;margin:0 0 1.2rem}label{display:block;margin:.9rem 0 .25rem;color:var(--soft)}
input[type=text],input[type=password],select{width:100%;padding:.55rem .7rem;border:1px solid var(--line);border-radius:6px;background:transparent;color:inherit;font:inherit}
button{margin-top:1.2rem;padding:.6rem 1.2rem;border:0;border-radius:6px;background:var(--act);color:#fff;font:inherit;cursor:pointer}
form button[type=submit]{width:100%}.captcha-field{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin-top:.9rem}.captcha-field input[type=text]{flex:1}.captcha-field img{cursor:pointer}.language-menu{margin-top:1rem}input[type=checkbox]{margin:0 .4rem 0 0;vertical-align:-1px}label:has(input[type=checkbox]){display:flex;align-items:center}.red-fonts{color:#d9534f}.hint{margin-top:1.5rem;padding:.8rem 1rem;border:1px dashed var(--line);border-radius:6px;color:var(--soft);font-size:.87rem}
code{font-family:ui-monospace,monospace}table{border-collapse:collapse;width:100%;font-size:.87rem}td,th{text-align:left;padding:.3rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
td button{margin:0 .3rem 0 0;padding:.2rem .6rem}`;

/** A whole page in the site's plain style. */
export function page(
  title: string,
  body: string,
  options: { wide?: boolean; head?: string; language?: string } = {},
): string {
  return `<!DOCTYPE html>
<html lang="${options.language ?? 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style>${options.head ?? ''}</head>
<body><main${options.wide ? ' class="wide"' : ''}>
${body}
</main></body>
</html>
`;
}
