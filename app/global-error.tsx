'use client';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import en from '#messages/en/shell.json' with { type: 'json' };
import zhWords from '#messages/zh-CN/common.json' with { type: 'json' };
import zh from '#messages/zh-CN/shell.json' with { type: 'json' };
import './globals.css';

/**
 * In place of the whole document, where even the frame of a page could not be rendered. Nothing is known of the reader,
 * so it speaks both languages. Of the error it tells only the digest under which the server's log has it.
 */
export default function GlobalErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="zh-CN">
      <body>
        <title>CloudBerth 云泊</title>
        <main className="grid min-h-dvh content-center justify-items-center gap-4">
          <EmptyState
            isPage
            figure={<StatusIcon kind="fail" className="size-6" />}
            title={zh.pageFailed}
            hint={zh.pageFailedHint}
            action={<Button onClick={reset}>{zhWords.retry}</Button>}
          />
          <p lang="en">
            {en.pageFailed} {en.pageFailedHint}
          </p>
          {error.digest && <code className="text-ink-3">{error.digest}</code>}
        </main>
      </body>
    </html>
  );
}
