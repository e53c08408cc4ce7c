/** Everything that text-mode sign-in says by itself; the site's own words stand beside it as they come. */
const english = {
  username: (site: string) => `User name for ${site}`,
  password: 'Password',
  challenge: 'Challenge',
  captcha: 'Answer to the picture (Enter alone for another one)',
  method: 'Second factor',
  code: (method: string, otherwise: boolean) => `${method} code${otherwise ? ' (Enter alone for another way)' : ''}`,
  codeSent: (method: string) => `A code is on its way: ${method}.`,
  notSent: (why: string) => `No code was sent: ${why}`,
  goOn: 'This may be one of the last tries before the account is locked. Try again?',
  yes: 'yes',
  no: 'no',
  otherWays: (names: string) => `Other ways of this site need a window: ${names}.`,
  ownForm: (host: string) =>
    `This site sends people to ${host}, which needs a window. Its own login form is tried instead.`,
  windowMethods: (names: string) => `Not offered here, because they need a window: ${names}.`,
  startOver: 'The site did not wait any longer; signing in starts over.',
  waiting: 'Somebody has to let you in. Waiting; Ctrl-C withdraws the request.',
  ticket: (url: string) => `The request: ${url}`,
  newPassword: 'New password',
  repeatPassword: 'New password again',
  passwordsDiffer: 'The two are not the same.',
  mustChange: 'The site wants a new password before it lets you in.',
  bind: 'The site wants an authenticator app to be bound before it lets you in. Enter this secret there:',
  bindCode: 'The six digits that the app shows',
  bound: 'Signing in once more, now with what was just set.',
  needsWindow: {
    face: 'Face recognition is the only second factor here',
    passkey: 'A passkey is the only second factor here',
    elsewhere: 'The site goes on at another address',
    sso: (names: string) => `This site signs in by other ways only${names === '' ? '' : ` (${names})`}`,
    host: (host: string) => `This site signs in at ${host} only`,
  },
  window:
    'and that needs a window. Sign in on a machine with a display, or ask an administrator of the site for a user with a password.',
  originRefused: (origin: string) =>
    `The site refuses its own address. Its administrator must add ${origin} to DOMAINS in JumpServer's configuration.`,
  tooManyTries: (words: string) => `${words} Three tries are enough for one go.`,
  stopped: (words: string) => `${words} Stopped before the account is locked.`,
  rejected: 'The request was turned down.',
  expiredTwice: 'The site did not wait long enough twice. Try again, a bit faster.',
  unknownPage: (title: string) =>
    `The site shows a page that text mode does not know${title === '' ? '' : ` (“${title}”)`}. Sign in where there is a display.`,
  nobody: 'The site let you through, but knows no user afterwards.',
  tooLong: 'The sign-in went in circles.',
} as const;

type Shape<T> = {
  readonly [K in keyof T]: T[K] extends (...given: infer A) => string
    ? (...given: A) => string
    : T[K] extends string
      ? string
      : Shape<T[K]>;
};
export type SignInTexts = Shape<typeof english>;

const chinese: SignInTexts = {
  username: (site) => `${site} 的用户名`,
  password: '密码',
  challenge: '验证口令',
  captcha: '图片的答案（直接回车换一张）',
  method: '第二因素',
  code: (method, otherwise) => `${method} 验证码${otherwise ? '（直接回车换一种方式）' : ''}`,
  codeSent: (method) => `验证码已发出：${method}。`,
  notSent: (why) => `验证码没有发出：${why}`,
  goOn: '再错账号可能被锁定。还要再试吗？',
  yes: '是',
  no: '否',
  otherWays: (names) => `此站点的其他登录方式需要窗口：${names}。`,
  ownForm: (host) => `此站点会转到 ${host} 登录，那需要窗口。先试用它自己的登录表单。`,
  windowMethods: (names) => `这些方式需要窗口，这里不提供：${names}。`,
  startOver: '站点等待超时，重新开始登录。',
  waiting: '需要有人批准你登录。正在等待，按 Ctrl-C 撤回申请。',
  ticket: (url) => `申请单：${url}`,
  newPassword: '新密码',
  repeatPassword: '再输一次新密码',
  passwordsDiffer: '两次输入不一致。',
  mustChange: '站点要求先修改密码才能登录。',
  bind: '站点要求先绑定身份验证器才能登录。请在验证器中输入这个密钥：',
  bindCode: '验证器显示的六位数字',
  bound: '用刚才的设置再登录一次。',
  needsWindow: {
    face: '这里的第二因素只有人脸识别',
    passkey: '这里的第二因素只有通行密钥',
    elsewhere: '站点要转到其他地址继续',
    sso: (names) => `此站点只能用其他方式登录${names === '' ? '' : `（${names}）`}`,
    host: (host) => `此站点只能在 ${host} 登录`,
  },
  window: '需要窗口。请在有显示器的机器上登录，或请站点管理员提供带密码的用户。',
  originRefused: (origin) => `站点拒绝了自己的地址。请管理员在 JumpServer 配置的 DOMAINS 中加入 ${origin}。`,
  tooManyTries: (words) => `${words} 一次最多试三回。`,
  stopped: (words) => `${words} 为避免账号被锁定，已停止。`,
  rejected: '申请被拒绝。',
  expiredTwice: '站点两次等待超时。请再试一次，动作快一些。',
  unknownPage: (title) =>
    `站点显示了文本模式不认识的页面${title === '' ? '' : `（“${title}”）`}。请在有显示器的机器上登录。`,
  nobody: '站点放行了，但之后没有登录的用户。',
  tooLong: '登录流程在打转。',
};

export const signInTexts = (language: 'en' | 'zh-CN'): SignInTexts => (language === 'en' ? english : chinese);
