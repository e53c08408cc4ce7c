import type { Language } from '../i18n/language.ts';
import type { MfaKind } from './mfa/mfa-kinds.ts';

/** How long counters and locks live, minutes (protocol 1.8). */
export const LOCK_MINUTES = 30;

const ENGLISH = {
  signIn: 'Login',
  username: 'Username',
  password: 'Password',
  staySignedIn: 'Stay signed in',
  forgotPassword: 'Forgot password?',
  captchaHint: 'Click the picture for another one',
  required: 'This field is required.',
  invalidCaptcha: 'Invalid CAPTCHA',
  loginTimeout: 'Login timeout, please try again.',
  wrongPassword: (tries: number) =>
    `The username or password you entered is incorrect, please enter it again. You can also try ${tries} times (The account will be temporarily locked for ${LOCK_MINUTES} minutes)`,
  accountLocked: `The account has been locked (please contact admin to unlock it or try again after ${LOCK_MINUTES} minutes)`,
  inactive: 'This account is inactive.',
  challenge: 'Challenge code',
  mfaTitle: 'Multi-factor authentication',
  mfaMethod: 'Method',
  mfaKinds: {
    otp: 'OTP',
    otp_radius: 'RADIUS',
    sms: 'SMS',
    passkey: 'Passkey',
    face: 'Face recognition',
    email: 'Email',
    mfa_custom: 'Custom',
  } satisfies Record<MfaKind, string> as Record<MfaKind, string>,
  sendCode: 'Send verification code',
  codeSent: 'The verification code has been sent',
  next: 'Next',
  back: 'Return',
  mfaNotActive: (kind: string) => `The MFA type (${kind}) is not enabled`,
  noSuchPerson: 'No pre-auth session and no such user',
  waitToSend: (seconds: number) => `Please wait ${seconds} seconds before sending`,
  wrongCode: (kind: MfaKind, tries: number) =>
    `${kind === 'otp' ? 'OTP code invalid, or server time error' : 'Verification code invalid'}, You can also try ${tries} times (The account will be temporarily locked for ${LOCK_MINUTES} minutes)`,
  practiceUsers: 'Practice users, with values that mean nothing elsewhere:',
};

export type LoginTexts = typeof ENGLISH;

const CHINESE: LoginTexts = {
  signIn: '登录',
  username: '用户名',
  password: '密码',
  staySignedIn: '保持登录',
  forgotPassword: '忘记密码？',
  captchaHint: '点击图片换一张',
  required: '这个字段是必填项。',
  invalidCaptcha: '验证码错误',
  loginTimeout: '登录超时，请重新登录。',
  wrongPassword: (tries) =>
    `您输入的用户名或密码不正确，请重新输入。您还可以尝试 ${tries} 次（帐号将被临时锁定 ${LOCK_MINUTES} 分钟）`,
  accountLocked: `帐号已被锁定（请联系管理员解锁，或 ${LOCK_MINUTES} 分钟后重试）`,
  inactive: '此帐号已禁用。',
  challenge: '挑战码',
  mfaTitle: '多因子认证',
  mfaMethod: '认证方式',
  mfaKinds: {
    otp: '虚拟 MFA',
    otp_radius: 'RADIUS',
    sms: '短信',
    passkey: '通行密钥',
    face: '人脸识别',
    email: '邮箱',
    mfa_custom: '自定义',
  },
  sendCode: '发送验证码',
  codeSent: '验证码已发送',
  next: '下一步',
  back: '返回',
  mfaNotActive: (kind) => `没有启用该认证方式（${kind}）`,
  noSuchPerson: '会话已失效，也没有这个用户',
  waitToSend: (seconds) => `请在 ${seconds} 秒后再发送`,
  wrongCode: (kind, tries) =>
    `${kind === 'otp' ? '虚拟 MFA 验证码错误，或者服务器时间不对' : '验证码错误'}，您还可以尝试 ${tries} 次（帐号将被临时锁定 ${LOCK_MINUTES} 分钟）`,
  practiceUsers: '练习用户，这些值在别处没有意义：',
};

/** The texts of the sign-in pages. English message ids as protocol 1.7 quotes them. */
export function loginTexts(language: Language): LoginTexts {
  return language === 'en' ? ENGLISH : CHINESE;
}
