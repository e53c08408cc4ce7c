import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteView } from '../../preload/contract.ts';
import { RemoveSiteDialog } from '../sidebar/remove-site-dialog.tsx';
import { useAction } from '../state/use-action.ts';
import { useApp, useWindow } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Select } from '../ui/select.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { actionKey, siteHealth } from '../view/site-health.ts';
import { DurableKey } from './durable-key.tsx';
import { SettingGroup, SettingRow } from './setting-parts.tsx';
import { TakeOverSection } from './take-over-section.tsx';

export function SitesSection() {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const bridge = useApp((app) => app.bridgeCommand.join(' '));
  const go = useWindow((state) => state.go);
  return (
    <>
      {sites.map((site) => (
        <SettingGroup key={site.id}>
          <SiteSettings site={site} />
          <DurableKey site={site} />
          {site.certificates.map((certificate) => (
            <AcceptedCertificate
              key={`${certificate.host} ${certificate.fingerprint}`}
              site={site}
              certificate={certificate}
            />
          ))}
        </SettingGroup>
      ))}
      <p>
        <Button onClick={() => go('add-site')}>
          <Plus size={16} strokeWidth={2} />
          {t('nav.addSite')}
        </Button>
      </p>
      <TakeOverSection />
      <SettingGroup title={t('settings.forAgents')}>
        {sites.length > 1 ? <DefaultSite sites={sites} /> : null}
        <SettingRow title={t('settings.bridge')} text={<span className="mono [overflow-wrap:anywhere]">{bridge}</span>}>
          <CopyButton text={bridge} what={t('settings.bridge')} />
        </SettingRow>
      </SettingGroup>
    </>
  );
}

function SiteSettings({ site }: { readonly site: SiteView }) {
  const { t } = useTranslation();
  const signOut = useAction('site.sign-out');
  const signIn = useAction('site.sign-in');
  const [removing, setRemoving] = useState(false);
  const health = siteHealth(site.session);
  const user = 'user' in site.session ? site.session.user : null;
  return (
    <SettingRow
      title={<span className="block truncate font-medium">{site.name}</span>}
      text={
        <span className="block truncate">
          {site.baseUrl}
          {user ? ` · ${t('site.as', { user: user.username })}` : ''}
        </span>
      }
      problem={signOut.problem ?? signIn.problem}
    >
      <StatePill health={health}>{t(`site.${health.word}`)}</StatePill>
      {health.action ? (
        <Button disabled={signIn.busy} onClick={() => void signIn.run({ siteId: site.id })}>
          {t(`site.${actionKey(health.action)}`)}
        </Button>
      ) : null}
      {user && site.session.kind !== 'expired' ? (
        <Button disabled={signOut.busy} onClick={() => void signOut.run({ siteId: site.id })}>
          {t('site.signOut')}
        </Button>
      ) : null}
      <Button look="ghost" onClick={() => setRemoving(true)}>
        {t('site.remove')}
      </Button>
      <RemoveSiteDialog site={site} open={removing} onClose={() => setRemoving(false)} />
    </SettingRow>
  );
}

interface AcceptedCertificateProps {
  readonly site: SiteView;
  readonly certificate: SiteView['certificates'][number];
}

/** One that the person trusts although the system does not. */
function AcceptedCertificate({ site, certificate }: AcceptedCertificateProps) {
  const { t, i18n } = useTranslation();
  const forget = useAction('site.forget-certificate');
  const { host, fingerprint, subject, acceptedAt, holds } = certificate;
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(acceptedAt);
  return (
    <SettingRow
      title={t('settings.certificate', { host, subject, date })}
      text={
        <>
          <span className="mono">{fingerprint}</span>
          {holds ? null : <span className="block text-needs">{t('settings.certificateInert')}</span>}
        </>
      }
      problem={forget.problem}
    >
      <Button
        look="ghost"
        disabled={forget.busy}
        aria-label={t('settings.certificateForgetFor', { host })}
        onClick={() => void forget.run({ siteId: site.id, host, fingerprint })}
      >
        {t('settings.certificateForget')}
      </Button>
    </SettingRow>
  );
}

/** Which site an agent works on when it names none. */
function DefaultSite({ sites }: { readonly sites: readonly SiteView[] }) {
  const { t } = useTranslation();
  const chosen = useApp((app) => app.defaultSiteId);
  const choose = useAction('site.set-default');
  const id = useId();
  return (
    <SettingRow
      title={t('settings.defaultSite')}
      text={t('settings.defaultSiteText')}
      labels={id}
      problem={choose.problem}
    >
      <Select
        id={id}
        value={chosen ?? ''}
        disabled={choose.busy}
        options={[
          { value: '', text: t('settings.noDefault') },
          ...sites.map((site) => ({ value: site.id, text: site.name })),
        ]}
        onChoose={(siteId) => void choose.run({ siteId: siteId === '' ? null : siteId })}
      />
    </SettingRow>
  );
}
