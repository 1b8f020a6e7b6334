-- Where most findings come from: a person who can be asked, or a connection. Written anew by the collector every few minutes.
CREATE TABLE "root_cause" (
    "rule" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "severity" "severity" NOT NULL,
    "tokens" BIGINT NOT NULL,
    "oldest" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "root_cause_pkey" PRIMARY KEY ("rule","kind","subject")
);
