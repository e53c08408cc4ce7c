import type { ReactNode } from 'react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Argument, SiteView } from '../../preload/contract.ts';
import { RemoveSiteDialog } from '../sidebar/remove-site-dialog.tsx';
import { useAction } from '../state/use-action.ts';
import { useApp } from '../state/window-context.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemLine } from '../ui/problem-line.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { actionKey, siteHealth } from '../view/site-health.ts';
import { DurableKey } from './durable-key.tsx';
import { TerminalSettings } from './terminal-settings.tsx';

const folders = ['settings', 'journal', 'logs'] as const satisfies readonly Argument<'folder.open'>['which'][];

export function SettingsPage() {
  const { t } = useTranslation();
  const sites = useApp((app) => app.sites);
  const vault = useApp((app) => app.vault);
  const version = useApp((app) => app.version);
  const runtime = useApp((app) => app.runtime);
  const bridge = useApp((app) => app.bridgeCommand.join(' '));
  const memory = vault.state === 'memory-only' ? ` ${t(`banner.${vault.why}`)}` : '';
  return (
    <div className="min-h-0 flex-1 scroll-quiet px-4 py-6">
      <div className="mx-auto grid max-w-[720px] gap-5">
        <h1>{t('settings.title')}</h1>
        <Section title={t('settings.sites')}>
          {sites.map((site) => (
            <Fragment key={site.id}>
              <SiteSettings site={site} />
              <DurableKey site={site} />
              {site.certificates.map((certificate) => (
                <AcceptedCertificate
                  key={`${certificate.host} ${certificate.fingerprint}`}
                  site={site}
                  certificate={certificate}
                />
              ))}
            </Fragment>
          ))}
          {sites.length > 1 ? <DefaultSite sites={sites} /> : null}
        </Section>
        <Section title={t('settings.terminals.title')}>
          <TerminalSettings />
        </Section>
        <Section title={t('settings.vault')}>
          <Row text={`${t(`settings.${vault.state}`)}${memory}`}>{vault.why === 'locked' ? <Unlock /> : null}</Row>
        </Section>
        <Section title={t('settings.language')}>
          <Row text={t('settings.languageText')} />
        </Section>
        <Section title={t('settings.bridge')}>
          <Row text={<span className="mono [overflow-wrap:anywhere]">{bridge}</span>}>
            <CopyButton text={bridge} what={t('settings.bridge')} />
          </Row>
        </Section>
        <Section title={t('settings.folders')}>
          {folders.map((which) => (
            <Folder key={which} which={which} />
          ))}
        </Section>
        <Section title={t('settings.about')}>
          <Row text={t('settings.version', { version, electron: runtime.electron })}>
            {runtime.testRuntime ? (
              <StatePill health={{ shape: 'triangle', tone: 'needs' }}>{t('settings.testRuntime')}</StatePill>
            ) : null}
          </Row>
        </Section>
      </div>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2 className="pb-1.5 text-small font-medium text-ink-3">{title}</h2>
      <div className="rounded-card border border-line bg-card">{children}</div>
    </section>
  );
}

function Row({ text, children }: { readonly text: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center gap-3 border-line py-2 pr-2 pl-4 not-first:border-t">
      <div className="min-w-0 flex-1 selectable">{text}</div>
      {children}
    </div>
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
    <Row
      text={
        <>
          <p className="truncate font-medium">{site.name}</p>
          <p className="truncate text-small text-ink-3">
            {site.baseUrl}
            {user ? ` · ${t('site.as', { user: user.username })}` : ''}
          </p>
          <ProblemLine problem={signOut.problem ?? signIn.problem} />
        </>
      }
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
    </Row>
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
    <Row
      text={
        <>
          <p>{t('settings.certificate', { host, subject, date })}</p>
          <p className="mono text-small text-ink-3 [overflow-wrap:anywhere]">{fingerprint}</p>
          {holds ? null : <p className="text-small text-needs">{t('settings.certificateInert')}</p>}
          <ProblemLine problem={forget.problem} />
        </>
      }
    >
      <Button
        look="ghost"
        disabled={forget.busy}
        aria-label={t('settings.certificateForgetFor', { host })}
        onClick={() => void forget.run({ siteId: site.id, host, fingerprint })}
      >
        {t('settings.certificateForget')}
      </Button>
    </Row>
  );
}

/** Which site an agent works on when it names none. */
function DefaultSite({ sites }: { readonly sites: readonly SiteView[] }) {
  const { t } = useTranslation();
  const chosen = useApp((app) => app.defaultSiteId);
  const choose = useAction('site.set-default');
  return (
    <Row
      text={
        <>
          <p className="font-medium">{t('settings.defaultSite')}</p>
          <p className="text-small text-ink-3">{t('settings.defaultSiteText')}</p>
          <ProblemLine problem={choose.problem} />
        </>
      }
    >
      <select
        aria-label={t('settings.defaultSite')}
        value={chosen ?? ''}
        disabled={choose.busy}
        onChange={({ target }) => void choose.run({ siteId: target.value === '' ? null : target.value })}
        className="h-7 max-w-56 rounded-control border border-line-strong bg-control px-2 text-ink"
      >
        <option value="">{t('settings.noDefault')}</option>
        {sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </Row>
  );
}

function Unlock() {
  const { t } = useTranslation();
  const unlock = useAction('vault.unlock');
  return (
    <>
      <ProblemLine problem={unlock.problem} />
      <Button disabled={unlock.busy} onClick={() => void unlock.run({})}>
        {t('banner.unlock')}
      </Button>
    </>
  );
}

function Folder({ which }: { readonly which: (typeof folders)[number] }) {
  const { t } = useTranslation();
  const open = useAction('folder.open');
  return (
    <Row text={t(`settings.${which}`)}>
      <ProblemLine problem={open.problem} />
      <Button
        disabled={open.busy}
        aria-label={`${t('settings.open')}: ${t(`settings.${which}`)}`}
        onClick={() => void open.run({ which })}
      >
        {t('settings.open')}
      </Button>
    </Row>
  );
}
