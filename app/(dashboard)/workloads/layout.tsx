/** The list stays where it is while a workload is open beside it. */
export default function WorkloadsLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
