import type { Refusal } from './refusal.ts';

export type Locale = 'en' | 'zh-CN';
type Permission = Extract<Refusal, { kind: 'permission' }>['what'];

/** Every text of the sign-in window and its pop-ups. */
export interface SignInTexts {
  readonly title: (site: string) => string;
  readonly popUpTitle: (site: string) => string;
  readonly cancel: string;
  readonly close: string;
  readonly dismiss: string;
  readonly retry: string;
  readonly back: string;
  readonly promise: string;
  readonly elsewhere: (site: string) => string;
  readonly plain: string;
  readonly secure: string;
  readonly noAddress: string;
  readonly opening: (host: string) => string;
  readonly refusal: (refusal: Refusal) => string;
  readonly stopped: string;
  readonly lapsed: string;
  readonly originRefused: (host: string) => string;
  readonly serverError: (host: string, status: number) => string;
  readonly review: string;
  readonly passkey: string;
  readonly unreachable: (host: string) => string;
  /** What Chromium's error code means to a person. */
  readonly networkWords: (code: string) => string;
  readonly crashed: string;
  readonly crashedWhat: string;
  readonly nobody: (site: string) => string;
  readonly nobodyWhat: string;
  readonly unsure: (site: string) => string;
  readonly unsureWhat: string;
}

const asked: Readonly<Record<Locale, Readonly<Record<Permission, string>>>> = {
  en: {
    camera: 'camera or microphone',
    location: 'your location',
    notifications: 'notifications',
    clipboard: 'the clipboard',
    screen: 'your screen',
    fullscreen: 'the full screen',
    program: 'another program',
    device: 'a device',
  },
  'zh-CN': {
    camera: '摄像头或麦克风',
    location: '你的位置',
    notifications: '通知',
    clipboard: '剪贴板',
    screen: '你的屏幕',
    fullscreen: '全屏',
    program: '其他程序',
    device: '设备',
  },
};

/** Chromium's codes, by what the person can do about them. */
const networkCauses: Readonly<Record<string, 'refused' | 'name' | 'silent' | 'offline' | 'broken' | 'proxy' | 'tls'>> =
  {
    ERR_CONNECTION_REFUSED: 'refused',
    ERR_NAME_NOT_RESOLVED: 'name',
    ERR_NAME_RESOLUTION_FAILED: 'name',
    ERR_CONNECTION_TIMED_OUT: 'silent',
    ERR_TIMED_OUT: 'silent',
    ERR_ADDRESS_UNREACHABLE: 'silent',
    ERR_INTERNET_DISCONNECTED: 'offline',
    ERR_NETWORK_CHANGED: 'broken',
    ERR_CONNECTION_RESET: 'broken',
    ERR_CONNECTION_CLOSED: 'broken',
    ERR_EMPTY_RESPONSE: 'broken',
    ERR_PROXY_CONNECTION_FAILED: 'proxy',
    ERR_TUNNEL_CONNECTION_FAILED: 'proxy',
    ERR_SSL_PROTOCOL_ERROR: 'tls',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH: 'tls',
  };

function refusalEn(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not-encrypted':
      return `Not opened: ${refusal.host} is not encrypted.`;
    case 'scheme':
      return `Not opened: a link to another program (${refusal.scheme}:).`;
    case 'address':
      return 'Not opened: a link with a broken address.';
    case 'download':
      return `Download from ${refusal.host} refused. This window only signs in.`;
    case 'permission':
      return `The page asked for ${asked.en[refusal.what]}. This window does not give that.`;
    case 'pop-ups':
      return 'Not opened: too many pop-ups at once.';
    case 'client-certificate':
      return `${refusal.host} asked for a certificate of yours. This window has none to give.`;
    default:
      return refusal satisfies never;
  }
}

function refusalZh(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not-encrypted':
      return `未打开：${refusal.host} 未加密。`;
    case 'scheme':
      return `未打开：指向其他程序的链接（${refusal.scheme}:）。`;
    case 'address':
      return '未打开：链接地址无效。';
    case 'download':
      return `已拒绝来自 ${refusal.host} 的下载。此窗口只用于登录。`;
    case 'permission':
      return `页面请求使用${asked['zh-CN'][refusal.what]}，此窗口不提供。`;
    case 'pop-ups':
      return '未打开：同时打开的弹出窗口过多。';
    case 'client-certificate':
      return `${refusal.host} 请求你的证书，此窗口没有可提供的证书。`;
    default:
      return refusal satisfies never;
  }
}

const words = {
  en: {
    refused: 'Nothing answers on that port.',
    name: 'The name is not known. Check the VPN and the address.',
    silent: 'It does not answer. Check the network and the VPN.',
    offline: 'This computer is offline.',
    broken: 'The connection broke.',
    proxy: 'The proxy does not let the connection through.',
    tls: 'It does not speak TLS there.',
    other: 'Try again. Whoever helps you needs this code:',
  },
  'zh-CN': {
    refused: '该端口没有响应。',
    name: '无法解析该名称。请检查 VPN 和地址。',
    silent: '没有响应。请检查网络和 VPN。',
    offline: '此电脑已离线。',
    broken: '连接中断。',
    proxy: '代理拒绝了连接。',
    tls: '该地址不支持 TLS。',
    other: '请重试。求助时请提供此代码：',
  },
} as const;

export const signInTexts: Readonly<Record<Locale, SignInTexts>> = {
  en: {
    title: (site) => `Sign in to ${site} – Drawbridge`,
    popUpTitle: (site) => `Pop-up while signing in to ${site} – Drawbridge`,
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    retry: 'Try again',
    back: 'Back to the login page',
    promise: 'Drawbridge never sees your password',
    elsewhere: (site) => `Not part of ${site}`,
    plain: 'Not encrypted',
    secure: 'Encrypted',
    noAddress: 'No address',
    opening: (host) => `Opening ${host}…`,
    refusal: refusalEn,
    stopped: 'The page went somewhere else than it may.',
    lapsed: 'The first step was too long ago, so the site starts over.',
    originRefused: (host) => `The site refuses its own address. Its administrator must list ${host} in DOMAINS.`,
    serverError: (host, status) => `${host} answered with an error (${status}).`,
    review: 'Keep this window open: closing it withdraws the request.',
    passkey: 'Touch your security key. Passkeys of this computer or of a phone do not work in this window.',
    unreachable: (host) => `${host} cannot be reached`,
    networkWords: (code) => words.en[networkCauses[code] ?? 'other'],
    crashed: 'The page ended unexpectedly',
    crashedWhat: 'Load it again. What was typed is gone.',
    nobody: (site) => `${site} let you through, but knows nobody`,
    nobodyWhat: 'Start again. If it stays so, the site’s administrator can see why.',
    unsure: (site) => `${site} does not say who you are`,
    unsureWhat: 'You seem to be through. Ask it again.',
  },
  'zh-CN': {
    title: (site) => `登录 ${site} – Drawbridge`,
    popUpTitle: (site) => `登录 ${site} 的弹出窗口 – Drawbridge`,
    cancel: '取消',
    close: '关闭',
    dismiss: '忽略',
    retry: '重试',
    back: '返回登录页',
    promise: 'Drawbridge 不会看到你的密码',
    elsewhere: (site) => `不属于 ${site}`,
    plain: '未加密',
    secure: '已加密',
    noAddress: '无地址',
    opening: (host) => `正在打开 ${host}…`,
    refusal: refusalZh,
    stopped: '页面跳转到了不允许的地址。',
    lapsed: '第一步已超时，站点要求重新开始。',
    originRefused: (host) => `站点拒绝了自己的地址。管理员须在 DOMAINS 中加入 ${host}。`,
    serverError: (host, status) => `${host} 返回了错误（${status}）。`,
    review: '请保持此窗口打开：关闭会撤回申请。',
    passkey: '请触碰安全密钥。此窗口不支持本机或手机上的通行密钥。',
    unreachable: (host) => `无法连接 ${host}`,
    networkWords: (code) => words['zh-CN'][networkCauses[code] ?? 'other'],
    crashed: '页面意外结束',
    crashedWhat: '请重新加载。已输入的内容已丢失。',
    nobody: (site) => `${site} 放行了，但没有登录的用户`,
    nobodyWhat: '请重新开始。如果仍然如此，请联系站点管理员。',
    unsure: (site) => `${site} 没有说明你是谁`,
    unsureWhat: '看来已经登录，请再查询一次。',
  },
};

/** Texts that are at each reading those of the language that holds then. */
export function liveTexts(locale: () => Locale): SignInTexts {
  return new Proxy(signInTexts.en, { get: (_fallback, name) => Reflect.get(signInTexts[locale()], name) });
}
