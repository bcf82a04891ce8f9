-- Lists are read in these orders, twenty rows at a time: an index that puts what is missing first serves none of them.
CREATE INDEX "case_view_list_accepted" ON "case_view" ("accepted_at" DESC NULLS LAST, "case_number");
CREATE INDEX "case_view_list_stage" ON "case_view" ("stage_at" DESC NULLS LAST, "case_number");
CREATE INDEX "case_view_list_closed" ON "case_view" ("closed_at" DESC NULLS LAST, "case_number");
CREATE INDEX "case_view_list_department" ON "case_view" ("department_uscc", "accepted_at" DESC NULLS LAST, "case_number");
