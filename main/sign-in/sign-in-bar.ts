/** The 44-px bar above the site's page: lock, host, and what Drawbridge does not see. A page of its own, without scripts. */
export const SIGN_IN_BAR_HEIGHT = 44;

export interface SignInBarFacts {
  readonly host: string;
  readonly secure: boolean;
  /** False while an identity provider or another host is shown. */
  readonly onSite: boolean;
  readonly dark: boolean;
  readonly locale: 'en' | 'zh-CN';
}

const texts = {
  en: {
    promise: 'Drawbridge never sees your password',
    elsewhere: 'You are on another site than your JumpServer',
    plain: 'Not encrypted',
  },
  'zh-CN': {
    promise: 'Drawbridge 不会看到你的密码',
    elsewhere: '当前页面不属于你的 JumpServer',
    plain: '未加密',
  },
} as const;

const entities = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const LOCK =
  '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"><rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/></svg>';
const OPEN =
  '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5"><rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 5.7-1.3"/></svg>';

/** The bar as a data: URL, made anew at each change of host. Colours are those of the window's tokens. */
export function signInBarUrl(facts: SignInBarFacts): string {
  const t = texts[facts.locale];
  const [ground, line, text, quiet, warn] = facts.dark
    ? ['#0C1015', '#232C37', '#E6ECF2', '#8B99AA', '#EBB04B']
    : ['#EDF0F4', '#DBE1E8', '#16202C', '#576577', '#8A5700'];
  const note = facts.onSite ? t.promise : t.elsewhere;
  const html = `<!doctype html><html lang="${facts.locale}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>Sign in</title><style>
body{margin:0;height:${SIGN_IN_BAR_HEIGHT}px;box-sizing:border-box;padding:0 16px;display:flex;align-items:center;gap:8px;font:13px/20px system-ui,sans-serif;background:${ground};color:${text};border-bottom:1px solid ${line};overflow:hidden;user-select:none;cursor:default}
svg{flex:none;color:${facts.secure ? quiet : warn}}b{font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
span{margin-left:auto;white-space:nowrap;color:${facts.onSite ? quiet : warn};font-size:12px}i{font-style:normal;color:${warn};font-size:12px}</style>
<body>${facts.secure ? LOCK : OPEN}<b>${entities(facts.host)}</b>${facts.secure ? '' : `<i>${t.plain}</i>`}<span>${note}</span></body></html>`;
  return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
}
