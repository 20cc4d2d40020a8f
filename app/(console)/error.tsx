'use client';
import { PageFailed } from '#components/shell/page-failed.tsx';

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  // A script that was lost on the way is not asked for again by the page that lost it.
  const isLost = error.name === 'ChunkLoadError';
  return <PageFailed onRetry={isLost ? () => window.location.reload() : reset} />;
}
