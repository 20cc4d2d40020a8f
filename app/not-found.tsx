import { NotFound } from '#components/shell/not-found.tsx';

export default function NotFoundPage() {
  return (
    <main className="grid min-h-dvh content-center">
      <NotFound />
    </main>
  );
}
