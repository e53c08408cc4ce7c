import { expect, test } from '@playwright/test';
import { PracticeSite } from '../../practice/practice-site.ts';
import { expired, selfSigned } from '../support/certificates.ts';
import { startDesktop } from './support/launch.ts';
import { addSite, enterPassword, toTheTerminals } from './support/sign-in.ts';

test('a certificate that the person accepted is told from one that nobody trusts', async () => {
  const desktop = await startDesktop();
  // As at a real site: https on a bare address would fail its own Origin check (jumpserver-live §1.9).
  const site = await PracticeSite.start({ tls: { certificates: [selfSigned()] }, publicHost: 'jms.localhost' });
  try {
    const running = await desktop.launch();
    const window = await running.window();
    await addSite(window, site.url);
    await window.getByRole('button', { name: /Trust/ }).click();
    await enterPassword(await running.signInPage(), 'alice', 'practice-alice');
    await toTheTerminals(window);
    await window.getByRole('button', { name: 'Check', exact: true }).click();
    const certificate = window.getByTestId('check-site-certificate');
    await expect(certificate).toContainText('Accepted by you');
    await expect(window.getByTestId('check-site-koko')).toContainText('KoKo answers');

    const again = window.getByRole('button', { name: 'Check again' });
    await expect(again).toBeEnabled();
    site.setCertificates([expired(['jms.localhost'])]);
    site.dropConnections();
    await again.click();
    // Another certificate is another question, as for every request to the site.
    await window.getByRole('button', { name: 'Do not trust' }).click();
    await expect(again).toBeEnabled();
    await again.click();
    await expect(certificate).toContainText('Ended');
    await expect(certificate).toContainText('administrator to renew it');
    await expect(window.getByTestId('check-site-address')).toContainText('certificate');
  } finally {
    await desktop.stop();
    await site.dispose();
  }
});
