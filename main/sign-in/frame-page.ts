import { z } from 'zod';
import type { ShownAddress } from './shown-address.ts';
import type { Locale, SignInTexts } from './sign-in-texts.ts';

/** A sentence of ours under the bar, about what just happened to the page below. */
export interface FrameNotice {
  readonly text: string;
  readonly retry: boolean;
}

/** What stands in the page's place while there is none to show. */
export interface FramePanel {
  readonly kind: 'opening' | 'problem';
  readonly title: string;
  readonly text: string;
  /** For whoever is asked for help: Chromium's code. */
  readonly detail: string;
  readonly retry: boolean;
  readonly back: boolean;
}

export interface FrameFacts {
  readonly address: ShownAddress;
  readonly loading: boolean;
  readonly notice: FrameNotice | null;
  readonly panel: FramePanel | null;
}

/** What the person can press in our part of the window. */
const frameAction = z.enum(['cancel', 'retry', 'back', 'dismiss']);
export type FrameAction = z.infer<typeof frameAction>;

/** Our page has no scripts of its own; this one resolves with what is pressed next, '' for a click on nothing. */
export const NEXT_PRESS = `new Promise((resolve) => document.addEventListener('click',
  (event) => resolve(event.target.closest('button')?.dataset.action ?? ''), { once: true }))`;

export function pressed(value: unknown): FrameAction | undefined {
  return frameAction.safeParse(value).data;
}

const entities = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const icon = (name: string, path: string) =>
  `<svg id="${name}" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`;
const body = '<rect x="3" y="7" width="10" height="7" rx="1.5"/>';

/** What the frame speaks of, and how. */
export interface FrameSpeech {
  readonly siteName: string;
  readonly locale: Locale;
  readonly texts: SignInTexts;
  readonly popUp: boolean;
}

/** The window's own page around the site's: 44-px bar, a line for what was refused, and what shows while there is no page. */
export function framePageUrl(facts: FrameSpeech): string {
  const { texts: t, siteName, popUp } = facts;
  const button = (action: FrameAction, text: string, look = '') =>
    `<button id="${action}" class="button ${look}" data-action="${action}">${entities(text)}</button>`;
  const html = `<!doctype html><html lang="${facts.locale}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${entities(popUp ? t.popUpTitle(siteName) : t.title(siteName))}</title><style>${STYLE}</style>
<div id="top"><header id="bar"><span id="lock">${icon('locked', `${body}<path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/>`)}${icon('open', `${body}<path d="M5.2 7V5a2.8 2.8 0 0 1 5.3-1.2"/>`)}</span>
<b id="host" dir="rtl" aria-live="polite"><bdi dir="ltr"></bdi></b><i id="plain">${entities(t.plain)}</i><span id="site">${entities(siteName)}</span>
<span id="note"></span>${button('cancel', popUp ? t.close : t.cancel)}</header>
<div id="notice" role="status">${icon('warn', '<path d="M8 2.4 14.2 13.4H1.8z"/><path d="M8 6.6v3M8 11.6v.01"/>')}<p></p><button id="again" class="button" data-action="retry">${entities(t.retry)}</button>
<button id="dismiss" data-action="dismiss" title="${entities(t.dismiss)}" aria-label="${entities(t.dismiss)}">${icon('cross', '<path d="m4.5 4.5 7 7M11.5 4.5l-7 7"/>')}</button></div>
<div id="progress"><i></i></div></div>
<main id="panel"><div><h1></h1><p id="what"></p><p id="detail"></p><nav>${button('back', t.back)}${button('retry', t.retry, 'primary')}</nav></div></main></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}

/** The script that brings our page up to date; its value is the height of bar and notice in px. Texts are set as text. */
export function frameUpdate(facts: FrameFacts, { siteName, locale, texts, popUp }: FrameSpeech): string {
  const { address, loading, notice, panel } = facts;
  const values = {
    locale,
    words: {
      plain: texts.plain,
      cancel: popUp ? texts.close : texts.cancel,
      again: texts.retry,
      retry: texts.retry,
      back: texts.back,
    },
    dismiss: texts.dismiss,
    host: address.host || texts.noAddress,
    lock: address.secure ? texts.secure : texts.plain,
    secure: address.secure,
    plain: !address.secure && address.host !== '',
    onSite: address.onSite,
    note: address.onSite ? texts.promise : texts.elsewhere(siteName),
    loading,
    notice,
    panel,
  };
  return `(${UPDATE})(${JSON.stringify(values)})`;
}

const UPDATE = `(facts) => {
  const part = (id) => document.getElementById(id);
  const text = (element, value) => { if (element.textContent !== value) element.textContent = value; };
  document.documentElement.lang = facts.locale;
  for (const [id, words] of Object.entries(facts.words)) text(part(id), words);
  part('dismiss').title = facts.dismiss;
  part('dismiss').setAttribute('aria-label', facts.dismiss);
  text(part('host').firstElementChild, facts.host);
  part('host').title = facts.host;
  part('lock').title = facts.lock;
  text(part('note'), facts.note);
  part('note').title = facts.note;
  const root = document.documentElement.classList;
  root.toggle('secure', facts.secure);
  root.toggle('plain', facts.plain);
  root.toggle('away', !facts.onSite);
  root.toggle('loading', facts.loading);
  root.toggle('told', facts.notice !== null);
  if (facts.notice) {
    text(part('notice').querySelector('p'), facts.notice.text);
    part('again').hidden = !facts.notice.retry;
  }
  root.toggle('empty', facts.panel !== null);
  root.toggle('opening', facts.panel !== null && facts.panel.kind === 'opening');
  if (facts.panel) {
    text(part('panel').querySelector('h1'), facts.panel.title);
    text(part('what'), facts.panel.text);
    text(part('detail'), facts.panel.detail);
    part('retry').hidden = !facts.panel.retry;
    part('back').hidden = !facts.panel.back;
    if (facts.panel.retry && facts.panel.kind === 'problem') part('retry').focus();
  }
  return Math.ceil(part('top').getBoundingClientRect().height);
}`;

/** Colours are those of the window's tokens; the page follows the theme by itself. */
const STYLE = `
:root{color-scheme:light dark;--window:light-dark(#edf0f4,#0c1015);--control:light-dark(#fff,#212a35);--hover:light-dark(#e2e7ed,#1d252f);--line:light-dark(#dbe1e8,#232c37);--line-strong:light-dark(#bfc9d4,#3a4756);--text:light-dark(#16202c,#e6ecf2);--text-2:light-dark(#455365,#a9b6c4);--text-3:light-dark(#576577,#8b99aa);--ready:light-dark(#2b7a2f,#6cc665);--needs:light-dark(#8a5700,#ebb04b);--needs-bg:light-dark(#fdf1d8,#2c2313);--needs-line:light-dark(#ddb05a,#7a5a1e);--accent:light-dark(#0a7a6e,#2bb3a3);--accent-ink:light-dark(#fff,#031b18)}
*{box-sizing:border-box}html,body{height:100%}
body{margin:0;display:flex;flex-direction:column;font:13px/20px system-ui,-apple-system,"Segoe UI Variable Text","Segoe UI","PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",sans-serif;background:var(--window);color:var(--text);overflow:hidden;user-select:none;cursor:default}
svg{display:block;flex:none;pointer-events:none}button{font:inherit;margin:0}p,h1{margin:0}[hidden]{display:none!important}
#top{position:relative;flex:none}
#bar{height:44px;padding:0 12px 0 16px;display:flex;align-items:center;gap:8px;border-bottom:1px solid var(--line)}
#lock{flex:none;color:var(--needs)}.secure #lock{color:var(--ready)}.secure #open,html:not(.secure) #locked{display:none}.secure.away #lock{color:var(--text-3)}
#host{flex:none;max-width:min(60%,calc(100% - 196px));font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;user-select:text}.away #host{color:var(--needs)}
#plain{flex:none;display:none;font-style:normal;font-size:12px;line-height:16px;color:var(--needs);border:1px solid var(--needs-line);border-radius:4px;padding:1px 6px}.plain #plain{display:block}
#site{flex:0 100 auto;min-width:0;color:var(--text-3);white-space:nowrap;overflow:hidden;text-overflow:ellipsis;margin-left:4px}.away #site{display:none}
#note{flex:0 1000 auto;min-width:0;margin-left:auto;padding-left:12px;font-size:12px;line-height:16px;color:var(--text-2);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.away #note{color:var(--needs)}
.button{flex:none;display:inline-flex;align-items:center;height:24px;padding:0 8px;border:1px solid var(--line-strong);border-radius:6px;background:var(--control);color:var(--text);font-size:12px;font-weight:500;line-height:16px;white-space:nowrap;cursor:default}
.button:hover{background:var(--hover)}:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
#notice{display:none;align-items:center;gap:8px;min-height:36px;padding:6px 8px 6px 16px;background:var(--needs-bg);border-bottom:1px solid var(--needs-line)}.told #notice{display:flex}
#warn{color:var(--needs)}#notice p{flex:1 1 auto;min-width:0;overflow-wrap:anywhere}
#dismiss{flex:none;padding:0;border:0;background:none;display:grid;place-items:center;width:24px;height:24px;border-radius:6px;color:var(--text-2);cursor:default}#dismiss:hover{background:var(--hover)}
#progress{position:absolute;left:0;right:0;bottom:0;height:2px;overflow:hidden;opacity:0;transition:opacity 150ms}.loading #progress{opacity:1}
#progress i{position:absolute;inset:0 auto 0 0;width:30%;background:var(--accent);animation:slide 1.2s cubic-bezier(.4,0,.2,1) infinite}html:not(.loading) #progress i{animation:none}
@keyframes slide{from{transform:translateX(-100%)}to{transform:translateX(340%)}}
@media (prefers-reduced-motion:reduce){#progress i{width:100%;animation:none}}
#panel{flex:1;display:none;place-items:center;padding:24px}.empty #panel{display:grid}
#panel>div{max-width:460px;display:grid;gap:8px;justify-items:center;text-align:center}
#panel h1{font-size:20px;line-height:28px;font-weight:600;overflow-wrap:anywhere}.opening #panel h1{font-size:13px;line-height:20px;font-weight:400;color:var(--text-3)}
#what{color:var(--text-2)}#detail{font-size:12px;line-height:16px;color:var(--text-3)}#what:empty,#detail:empty{display:none}
nav{display:flex;flex-wrap:wrap;justify-content:center;gap:8px;margin-top:16px}nav .button{height:28px;padding:0 12px;font-size:13px;line-height:20px}.opening nav{display:none}
.button.primary{background:var(--accent);border-color:transparent;color:var(--accent-ink)}.button.primary:hover{filter:brightness(1.08)}
`;
