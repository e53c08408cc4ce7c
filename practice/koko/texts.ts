export type Language = 'en' | 'zh-hans';

/** Cookie `django_language`, else `Accept-Language`, else English (protocol 7.2). */
export function languageOf(cookie: string | undefined, acceptLanguage: string | undefined): Language {
  return (cookie ?? acceptLanguage ?? 'en').toLowerCase().startsWith('zh') ? 'zh-hans' : 'en';
}

/** `\n\r ESC[31m … \n\r ESC[0m`: how KoKo ends a session in red (protocol 7.6). */
export function redEnd(text: string): string {
  return `\n\r\x1b[31m${text}\n\r\x1b[0m`;
}

/** The texts of the command rules, byte for byte (command-engine G3). */
export const COMMAND_TEXTS = {
  forbidden: (language: Language, matched: string) =>
    language === 'en'
      ? `\r\n\x1b[31mCommand \`${matched}\` is forbidden\n\r\x1b[0m`
      : `\r\n\x1b[31m命令 \`${matched}\` 是被禁止的 ...\n\r\x1b[0m`,
  notify: (language: Language) =>
    language === 'en'
      ? '\r\nThe command you executed is risky and an alert notification will be sent to the administrator. Do you want to continue?[Y/N]'
      : '\r\n您执行的命令存在风险，告警通知将发送给管理员。是否继续？[Y/N]',
  review: (language: Language, command: string) =>
    language === 'en'
      ? `\r\nThe command '${command}' requires review. Continue or not [Y/n]?`
      : `\r\n命令 ${command} 需要复核，是否继续？[Y/N]`,
  /** The Chinese words are those of KoKo's public catalogue; no recording has them. */
  decided: (language: Language, state: 'approved' | 'rejected', by: string) =>
    language === 'en' ? `${by} ${state}` : `${by} ${state === 'approved' ? '审核通过' : '审核拒绝'}`,
  waiting: (language: Language, command: string, url: string, reviewers: string) => {
    const lines =
      language === 'en'
        ? [
            'Need ticket confirm to execute command, already send email to the reviewers',
            `Ticket Reviewers: ${reviewers}`,
            `Could copy website URL to notify reviewers: ${url}`,
            `Please waiting for the reviewers to confirm command \`${command}\`, cancel by CTRL+C or CTRL+D.`,
          ]
        : [
            '需要工单命令执行复核，已发邮件通知审核人',
            `工单审核人：${reviewers} `,
            `可复制审核地址，通知审核人：${url}`,
            `请等待审核人复核命令 \`${command}\`，取消按 CTRL+C 或 CTRL+D。`,
          ];
    return `\x1b[32m\r\n${lines.join('\r\n')}\r\n\x1b[0m`;
  },
} as const;
