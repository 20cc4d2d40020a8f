import { NotFound } from '#components/shell/not-found.tsx';

/** Inside the shell: what a page answers with `notFound()`. */
export default function NotFoundPage() {
  return <NotFound />;
}
