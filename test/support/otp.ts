import * as OTPAuth from 'otpauth';

/** The code that an authenticator shows now for a base32 secret. */
export const otpNow = (secret: string): string =>
  new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate();
