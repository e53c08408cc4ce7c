import { BrowserWindow, dialog } from 'electron';

const kinds = {
  json: { name: 'JSON', extensions: ['json'] },
  markdown: { name: 'Markdown', extensions: ['md'] },
  cast: { name: 'asciicast', extensions: ['cast'] },
};

/** The system's own dialog; undefined where the person thought better of it. */
export async function askWhereToSave(
  suggested: string,
  format: 'json' | 'markdown' | 'cast',
): Promise<string | undefined> {
  const filters = [kinds[format]];
  const options = { defaultPath: suggested, filters };
  const parent = BrowserWindow.getFocusedWindow();
  const { canceled, filePath } = await (parent
    ? dialog.showSaveDialog(parent, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? undefined : filePath;
}
