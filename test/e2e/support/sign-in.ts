import { expect, type Page } from '@playwright/test';
import * as OTPAuth from 'otpauth';

/** Types into the site's own login form, as a person does. */
export async function enterPassword(page: Page, username: string, password: string): Promise<void> {
  await page.locator('input[name="username"]').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('#login-form button, #login-form input[type="submit"]').first().click();
}

export async function enterOtp(page: Page, secret: string): Promise<void> {
  const code = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) }).generate();
  await enterCode(page, code);
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator('input[name="code"]').fill(code);
  await page.locator('form button, form input[type="submit"]').first().click();
}

/** First run: the person names the site in the window, which opens the sign-in window by itself. */
export async function addSite(window: Page, url: string): Promise<void> {
  await window.getByRole('textbox').first().fill(url);
  await window.getByRole('button', { name: 'Add your JumpServer' }).click();
}

/** First run goes on to the page that connects an agent; the person has seen it. */
export async function toTheTerminals(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Go to the terminals' }).click();
  await expect(window.getByTestId('site-row')).toContainText(/signed in/i);
}

/** The site of the sidebar, by its own menu. */
export async function signOut(window: Page): Promise<void> {
  await window.getByTestId('site-row').getByRole('button').first().click();
  await window.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(window.getByTestId('site-row')).toContainText(/signed out/i);
}

export async function pressSignIn(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Sign in', exact: true }).first().click();
}
