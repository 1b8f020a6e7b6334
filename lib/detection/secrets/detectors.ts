import type { Detector } from "./engine/look";
import { aws } from "./families/aws";
import { github } from "./families/github";
import { jwt } from "./families/jwt";
import { pem } from "./families/pem";
import { urls } from "./families/urls";
import { assigned } from "./generic/assigned";
import { detectorsOf } from "./table/detectors";
import { tables } from "./table/tables";

/** Every detector there is. */
export const detectors: readonly Detector[] = [...aws, ...jwt, ...pem, ...urls, ...detectorsOf(github), ...tables.flatMap(detectorsOf), ...assigned];
