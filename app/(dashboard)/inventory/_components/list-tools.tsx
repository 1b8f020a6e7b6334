"use client";

import { Columns3, Download } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import { LazyMenu } from "@/components/ui/lazy-menu";
import { ViewsButton } from "../../_components/views/views-button";
import { columns } from "./columns";
import { viewNames } from "./filter-names";

const loadColumns = () => import("../../_components/list-menus").then((file) => file.ColumnItems);
const loadExport = () => import("../../_components/list-menus").then((file) => file.ExportItems);

const button = (icon: React.ReactNode, text: string) => (
  <button type="button" className={buttonStyle("default", "sm")}>
    {icon} {text}
  </button>
);

/** Saved views of the list, which columns are shown, and the list as a file. */
export function ListTools({ ordered }: { ordered: string }) {
  return (
    <span className="flex gap-1">
      <ViewsButton list="inventory" names={viewNames} />
      <span className="max-md:hidden">
        <LazyMenu load={loadColumns} props={{ columns }} trigger={button(<Columns3 aria-hidden size={14} />, "Columns")} />
      </span>
      <LazyMenu load={loadExport} props={{ path: "/api/inventory/export", ordered }} trigger={button(<Download aria-hidden size={14} />, "Export")} />
    </span>
  );
}
