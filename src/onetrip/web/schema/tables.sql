-- of PostgreSQL 18
-- made by: staff 0001_initial
-- made by: centres 0001_initial
-- made by: centres 0002_slip_validity
-- made by: people 0001_initial
-- made by: catalogue 0001_initial
-- made by: advice 0001_initial
-- made by: advice 0002_slip_validity
-- made by: advice 0003_papers_in_hand
-- made by: advice 0004_asking_prior
-- made by: advice 0005_kiosk_channel
-- made by: ledger 0001_initial
-- made by: ledger 0002_triggers
-- made by: ledger 0003_seal_form
-- made by: ledger 0004_no_truncate
-- made by: ledger 0005_spared
-- made by: ledger 0006_brake
-- made by: people 0002_consent
-- made by: centres 0003_opening_and_halls
-- made by: centres 0004_capabilities
-- made by: appointments 0001_initial
-- made by: appointments 0002_contacts_forgotten
-- made by: appointments 0003_brakes_of_the_ledger
-- made by: centres 0005_review_waits
-- made by: centres 0006_case_warnings
-- made by: centres 0007_answer_within
-- made by: centres 0008_delivery
-- made by: appraisal 0001_initial
-- made by: appraisal 0002_frozen_is_final
-- made by: contenttypes 0001_initial
-- made by: contenttypes 0002_remove_content_type_name
-- made by: auth 0001_initial
-- made by: auth 0002_alter_permission_name_max_length
-- made by: auth 0003_alter_user_email_max_length
-- made by: auth 0004_alter_user_username_opts
-- made by: auth 0005_alter_user_last_login_null
-- made by: auth 0006_require_contenttypes_0002
-- made by: auth 0007_alter_validators_add_error_messages
-- made by: auth 0008_alter_user_username_max_length
-- made by: auth 0009_alter_user_last_name_max_length
-- made by: auth 0010_alter_group_name_max_length
-- made by: auth 0011_update_proxy_permissions
-- made by: auth 0012_alter_user_first_name_max_length
-- made by: people 0003_how_to_be_told
-- made by: lobby 0001_initial
-- made by: lobby 0002_calling
-- made by: lobby 0003_paper
-- made by: lobby 0004_waits_learned
-- made by: lobby 0005_display_layout
-- made by: lobby 0006_visit_channel
-- made by: lobby 0007_line_announced_at
-- made by: lobby 0008_line_counts_since
-- made by: lobby 0009_line_open_visit_of_a_slip
-- made by: lobby 0010_days_nobody_calls
-- made by: lobby 0011_days_open_tickets
-- made by: lobby 0012_who_came
-- made by: licences 0001_initial
-- made by: catalogue 0002_append_only
-- made by: catalogue 0003_drafts
-- made by: catalogue 0004_meanings
-- made by: catalogue 0005_complaints
-- made by: cases 0001_initial
-- made by: cases 0002_limits_and_stops
-- made by: cases 0003_stops_of_before
-- made by: cases 0004_city_wide
-- made by: cases 0005_where_cases_are
-- made by: cases 0006_received_at
-- made by: cases 0007_indexes_of_long_years
-- made by: cases 0008_delivery
-- made by: cases 0009_records
-- made by: cases 0010_records_are_final
-- made by: cases 0011_gap_lookup
-- made by: cases 0012_given_back
-- made by: cases 0013_authorities
-- made by: cases 0014_authorities_found
-- made by: cases 0015_photographs
-- made by: catalogue 0006_difficult_cases
-- made by: catalogue 0007_difficult_cases_found
-- made by: days 0001_initial
-- made by: days 0002_days_account_versions
-- made by: departments 0001_initial
-- made by: departments 0002_changes
-- made by: devices 0001_stations_and_prints
-- made by: devices 0002_kiosk_papers
-- made by: devices 0003_screens
-- made by: devices 0004_bridge_what_is_gone
-- made by: devices 0005_paper_of_a_case
-- made by: drilling 0001_initial
-- made by: duty 0001_initial
-- made by: kiosk 0001_stays
-- made by: kiosk 0002_errands
-- made by: kiosk 0003_review_lapsed
-- made by: kiosk 0004_review_decided
-- made by: kiosk 0005_refusals
-- made by: kiosk 0006_refusals_found
-- made by: knowledge 0001_initial
-- made by: lobby 0013_who_came_found
-- made by: nodes 0001_initial
-- made by: nodes 0002_call_number
-- made by: nodes 0003_nodes_said_and_past
-- made by: nodes 0004_nodes_withheld_whole
-- made by: notices 0001_initial
-- made by: operation 0001_initial
-- made by: people 0004_why_somebody_looked
-- made by: people 0005_wiped_and_guardian
-- made by: ratings 0001_initial
-- made by: ratings 0002_complaints
-- made by: rehearsal 0001_initial
-- made by: retention 0001_initial
-- made by: signin 0001_initial
-- made by: staff 0002_qualification
-- made by: staff 0003_reviewers
-- made by: staff 0004_operators
-- made by: staff 0005_sessions
-- made by: staff 0006_lent
-- made by: staff 0007_lent_once_at_a_time
-- made by: staff 0008_enrolment
-- made by: training 0001_initial
-- made by: training 0002_courses
-- made by: training 0003_difficult_cases

SET LOCAL check_function_bodies = false;

CREATE FUNCTION public.appraisal_frozen_is_final() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'a frozen month is final: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.cases_record_is_final() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (to_jsonb(NEW) - 'content' - 'pdf') IS DISTINCT FROM (to_jsonb(OLD) - 'content' - 'pdf') THEN
    RAISE EXCEPTION 'a record is final: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.catalogue_forbid() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'a published catalogue is never changed: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.departments_note_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO departments_change (event, "case", verb, department, centre)
    SELECT NEW.id, c.id, NEW.verb, c.department, coalesce(c.accepting_centre_id, c.receiving_centre_id)
    FROM cases_case c WHERE c.id = NEW.thing_id::uuid AND c.accepted_at IS NOT NULL AND c.department <> '';
  RETURN NULL;
END $$;

CREATE FUNCTION public.ledger_forbid() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.ledger_forbid_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF current_setting('onetrip.may_empty', true) IS DISTINCT FROM 'tests' THEN
    RAISE EXCEPTION 'the ledger is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION public.ledger_publish() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM pg_notify('onetrip', json_build_object('event', NEW.id, 'centre', NEW.centre, 'kind', NEW.thing, 'verb', NEW.verb, 'public', NEW.public)::text);
  RETURN NULL;
END $$;

CREATE FUNCTION public.onetrip_sees_advice_consultation(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM kiosk_errand on_it WHERE on_it.consultation_id = the_id) OR EXISTS (SELECT 1 FROM kiosk_stay on_it WHERE on_it.consultation_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_advice_slip(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM lobby_visit on_it WHERE on_it.slip_id = the_id) OR EXISTS (SELECT 1 FROM cases_case on_it WHERE on_it.slip_id = the_id) OR EXISTS (SELECT 1 FROM kiosk_errand on_it WHERE on_it.slip_id = the_id) OR EXISTS (SELECT 1 FROM kiosk_stay on_it WHERE on_it.slip_id = the_id) OR EXISTS (SELECT 1 FROM appointments_appointment on_it WHERE on_it.slip_id = the_id) OR EXISTS (SELECT 1 FROM advice_consultation on_it WHERE on_it.renews_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_appointments_attempt(the_message_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM appointments_message up WHERE up.id = the_message_id)); END $$;

CREATE FUNCTION public.onetrip_sees_appointments_message(the_appointment_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM appointments_appointment up WHERE up.id = the_appointment_id)); END $$;

CREATE FUNCTION public.onetrip_sees_appraisal_signature(the_frozen_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM appraisal_frozenmonth up WHERE up.id = the_frozen_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_authority(the_id uuid, the_visit_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case on_it WHERE on_it.authority_id = the_id) OR EXISTS (SELECT 1 FROM lobby_visit up WHERE up.id = the_visit_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_case(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_handoverline on_it WHERE on_it.case_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_delivery(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_gap(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_handoverline(the_hand_over_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_handover up WHERE up.id = the_hand_over_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_missingnotice(the_visit_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM lobby_visit up WHERE up.id = the_visit_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_parcel(the_delivery_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_delivery up WHERE up.id = the_delivery_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_photograph(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_receipt(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case on_it WHERE on_it.receipt_id = the_id) OR EXISTS (SELECT 1 FROM kiosk_errand on_it WHERE on_it.receipt_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_record(the_case_id uuid, the_id uuid, the_notice_id uuid, the_receipt_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id) OR EXISTS (SELECT 1 FROM cases_receipt up WHERE up.id = the_receipt_id) OR EXISTS (SELECT 1 FROM cases_missingnotice up WHERE up.id = the_notice_id) OR EXISTS (SELECT 1 FROM kiosk_errand on_it WHERE on_it.refusal_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_recordprint(the_record_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_record up WHERE up.id = the_record_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_stop(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_storedresult(the_delivery_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_delivery up WHERE up.id = the_delivery_id)); END $$;

CREATE FUNCTION public.onetrip_sees_cases_track(the_parcel_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_parcel up WHERE up.id = the_parcel_id)); END $$;

CREATE FUNCTION public.onetrip_sees_days_roundfinding(the_round_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM days_round up WHERE up.id = the_round_id)); END $$;

CREATE FUNCTION public.onetrip_sees_departments_result(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_departments_resultfile(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_departments_taking(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_drilling_drilltask(the_drill_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM drilling_drill up WHERE up.id = the_drill_id)); END $$;

CREATE FUNCTION public.onetrip_sees_duty_rosterseen(the_roster_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM duty_roster up WHERE up.id = the_roster_id)); END $$;

CREATE FUNCTION public.onetrip_sees_kiosk_errand(the_kiosk_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM centres_device machine WHERE machine.id = the_kiosk_id AND machine.centre_id = ANY ((SELECT string_to_array(current_setting('onetrip.centres', true), ','))::text[]))); END $$;

CREATE FUNCTION public.onetrip_sees_kiosk_handover(the_errand_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM kiosk_errand up WHERE up.id = the_errand_id)); END $$;

CREATE FUNCTION public.onetrip_sees_kiosk_picture(the_errand_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM kiosk_errand up WHERE up.id = the_errand_id)); END $$;

CREATE FUNCTION public.onetrip_sees_knowledge_answerversion(the_answer_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM knowledge_answer up WHERE up.id = the_answer_id)); END $$;

CREATE FUNCTION public.onetrip_sees_licences_lookup(the_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_gap on_it WHERE on_it.lookup_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_lobby_ticket(the_visit_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM lobby_visit up WHERE up.id = the_visit_id)); END $$;

CREATE FUNCTION public.onetrip_sees_lobby_visit(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case on_it WHERE on_it.visit_id = the_id) OR EXISTS (SELECT 1 FROM cases_receipt on_it WHERE on_it.visit_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_notices_notice(the_about_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_about_id)); END $$;

CREATE FUNCTION public.onetrip_sees_notices_noticetry(the_notice_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM notices_notice up WHERE up.id = the_notice_id)); END $$;

CREATE FUNCTION public.onetrip_sees_people_consent(the_resident_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM people_resident up WHERE up.id = the_resident_id)); END $$;

CREATE FUNCTION public.onetrip_sees_people_identityview(the_resident_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM people_resident up WHERE up.id = the_resident_id)); END $$;

CREATE FUNCTION public.onetrip_sees_people_resident(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case on_it WHERE on_it.resident_id = the_id) OR EXISTS (SELECT 1 FROM cases_case on_it WHERE on_it.proxy_id = the_id) OR EXISTS (SELECT 1 FROM lobby_visit on_it WHERE on_it.resident_id = the_id) OR EXISTS (SELECT 1 FROM lobby_visit on_it WHERE on_it.proxy_id = the_id) OR EXISTS (SELECT 1 FROM cases_authority on_it WHERE on_it.principal_id = the_id) OR EXISTS (SELECT 1 FROM cases_authority on_it WHERE on_it.agent_id = the_id) OR EXISTS (SELECT 1 FROM advice_consultation on_it WHERE on_it.resident_id = the_id) OR EXISTS (SELECT 1 FROM advice_slip on_it WHERE on_it.resident_id = the_id) OR EXISTS (SELECT 1 FROM kiosk_errand on_it WHERE on_it.resident_id = the_id) OR EXISTS (SELECT 1 FROM kiosk_errand on_it WHERE on_it.proxy_id = the_id) OR EXISTS (SELECT 1 FROM appointments_appointment on_it WHERE on_it.resident_id = the_id) OR EXISTS (SELECT 1 FROM notices_notice on_it WHERE on_it.resident_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_ratings_brokenpromise(the_visit_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM lobby_visit up WHERE up.id = the_visit_id)); END $$;

CREATE FUNCTION public.onetrip_sees_ratings_invitation(the_visit_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM lobby_visit up WHERE up.id = the_visit_id)); END $$;

CREATE FUNCTION public.onetrip_sees_ratings_rating(the_invitation_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM ratings_invitation up WHERE up.id = the_invitation_id)); END $$;

CREATE FUNCTION public.onetrip_sees_retention_erasure(the_resident_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM people_resident up WHERE up.id = the_resident_id)); END $$;

CREATE FUNCTION public.onetrip_sees_retention_hold(the_case_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM cases_case up WHERE up.id = the_case_id)); END $$;

CREATE FUNCTION public.onetrip_sees_training_courseedition(the_note_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM training_coursenote up WHERE up.id = the_note_id)); END $$;

CREATE FUNCTION public.onetrip_sees_training_followup(the_path_id bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM training_path up WHERE up.id = the_path_id)); END $$;

CREATE FUNCTION public.onetrip_sees_training_quiz(the_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM training_path on_it WHERE on_it.quiz_id = the_id)); END $$;

CREATE FUNCTION public.onetrip_sees_training_quizitem(the_quiz_id uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$ BEGIN RETURN (EXISTS (SELECT 1 FROM training_quiz up WHERE up.id = the_quiz_id)); END $$;

CREATE TABLE public.advice_askingprior (
    learnt_at timestamp with time zone NOT NULL,
    consultations integer NOT NULL,
    invented integer NOT NULL,
    shares jsonb NOT NULL,
    CONSTRAINT advice_askingprior_consultations_check CHECK ((consultations >= 0)),
    CONSTRAINT advice_askingprior_invented_check CHECK ((invented >= 0))
);

CREATE TABLE public.advice_consultation (
    id uuid NOT NULL,
    channel character varying(12) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    started_by character varying(80) NOT NULL,
    facts bytea NOT NULL,
    wanted jsonb NOT NULL,
    declined jsonb NOT NULL,
    skipped jsonb NOT NULL,
    asked jsonb NOT NULL,
    heard jsonb NOT NULL,
    everything boolean NOT NULL,
    catalogue_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    resident_id uuid,
    renews_id uuid,
    held bytea NOT NULL,
    lacking bytea NOT NULL
);

CREATE TABLE public.advice_lookupbrake (
    number character varying(20) NOT NULL,
    failures integer NOT NULL,
    locked_until timestamp with time zone,
    CONSTRAINT advice_lookupbrake_failures_check CHECK ((failures >= 0))
);

CREATE TABLE public.advice_slip (
    id uuid NOT NULL,
    day date NOT NULL,
    serial integer NOT NULL,
    number character varying(20) NOT NULL,
    token character varying(40) NOT NULL,
    plan bytea NOT NULL,
    facts bytea NOT NULL,
    questions_asked smallint NOT NULL,
    papers_asked smallint NOT NULL,
    last_four_hash bytea,
    language character varying(2) NOT NULL,
    state character varying(12) NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by character varying(80) NOT NULL,
    catalogue_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    consultation_id uuid NOT NULL,
    resident_id uuid,
    valid_until date NOT NULL,
    CONSTRAINT advice_slip_papers_asked_check CHECK ((papers_asked >= 0)),
    CONSTRAINT advice_slip_questions_asked_check CHECK ((questions_asked >= 0)),
    CONSTRAINT advice_slip_serial_check CHECK ((serial >= 0)),
    CONSTRAINT slip_state_known CHECK (((state)::text = ANY ((ARRAY['issued'::character varying, 'honoured'::character varying, 'broken'::character varying, 'replaced'::character varying])::text[]))),
    CONSTRAINT slip_valid_from_its_day_on CHECK ((valid_until >= day))
);

CREATE TABLE public.advice_slipcounter (
    id bigint NOT NULL,
    day date NOT NULL,
    last integer NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT advice_slipcounter_last_check CHECK ((last >= 0))
);

ALTER TABLE public.advice_slipcounter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.advice_slipcounter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appointments_appointment (
    id uuid NOT NULL,
    day date NOT NULL,
    starts time without time zone NOT NULL,
    number character varying(12) NOT NULL,
    token bytea NOT NULL,
    token_hash bytea NOT NULL,
    state character varying(10) NOT NULL,
    matters jsonb NOT NULL,
    contact bytea,
    contact_hash bytea,
    device_hash bytea,
    booker_hash bytea,
    channel character varying(10) NOT NULL,
    language character varying(2) NOT NULL,
    beyond_quota boolean NOT NULL,
    sequence smallint NOT NULL,
    booked_at timestamp with time zone NOT NULL,
    booked_by character varying(80) NOT NULL,
    told_late_at timestamp with time zone,
    arrived_at timestamp with time zone,
    counts_since timestamp with time zone,
    ticket uuid,
    ended_at timestamp with time zone,
    centre_id character varying(16) NOT NULL,
    resident_id uuid,
    slip_id uuid,
    service_id bigint NOT NULL,
    CONSTRAINT appointment_arrived_at_some_time CHECK (((NOT ((state)::text = 'arrived'::text)) OR ((arrived_at IS NOT NULL) AND (counts_since IS NOT NULL)))),
    CONSTRAINT appointment_ended_at_some_time CHECK ((((NOT ((state)::text = ANY ((ARRAY['booked'::character varying, 'arrived'::character varying])::text[]))) OR (ended_at IS NULL)) AND ((NOT ((state)::text = ANY ((ARRAY['cancelled'::character varying, 'missed'::character varying])::text[]))) OR (ended_at IS NOT NULL)))),
    CONSTRAINT appointment_on_the_half_hour CHECK (((EXTRACT(minute FROM starts) = ANY (ARRAY[(0)::numeric, (30)::numeric])) AND (EXTRACT(second FROM date_trunc('second'::text, (starts)::interval)) = (0)::numeric))),
    CONSTRAINT appointment_state_known CHECK (((state)::text = ANY ((ARRAY['booked'::character varying, 'arrived'::character varying, 'cancelled'::character varying, 'missed'::character varying])::text[]))),
    CONSTRAINT appointments_appointment_sequence_check CHECK ((sequence >= 0))
);

CREATE TABLE public.appointments_attempt (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    provider character varying(20) NOT NULL,
    succeeded boolean NOT NULL,
    answer character varying(120) NOT NULL,
    message_id uuid NOT NULL
);

ALTER TABLE public.appointments_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appointments_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appointments_bookingcounter (
    centre_id character varying(16) NOT NULL,
    last integer NOT NULL,
    CONSTRAINT appointments_bookingcounter_last_check CHECK ((last >= 0))
);

CREATE TABLE public.appointments_bookingday (
    id bigint NOT NULL,
    day date NOT NULL,
    mode character varying(16),
    number smallint,
    windows smallint,
    reason_zh character varying(80) NOT NULL,
    reason_en character varying(120) NOT NULL,
    said_by character varying(80) NOT NULL,
    said_at timestamp with time zone,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT appointments_bookingday_number_check CHECK ((number >= 0)),
    CONSTRAINT appointments_bookingday_windows_check CHECK ((windows >= 0)),
    CONSTRAINT booking_day_mode_known CHECK (((mode IS NULL) OR ((mode)::text = ANY ((ARRAY['open'::character varying, 'mixed'::character varying, 'bookings-only'::character varying])::text[]))))
);

ALTER TABLE public.appointments_bookingday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appointments_bookingday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appointments_message (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    sequence smallint NOT NULL,
    state character varying(8) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries smallint NOT NULL,
    claimed_until timestamp with time zone,
    ended_at timestamp with time zone,
    appointment_id uuid NOT NULL,
    CONSTRAINT appointments_message_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT appointments_message_tries_check CHECK ((tries >= 0)),
    CONSTRAINT message_ended_at_some_time CHECK ((((ended_at IS NULL) AND ((state)::text = 'due'::text)) OR ((NOT ((state)::text = 'due'::text)) AND (ended_at IS NOT NULL)))),
    CONSTRAINT message_state_known CHECK (((state)::text = ANY ((ARRAY['due'::character varying, 'sent'::character varying, 'failed'::character varying, 'dropped'::character varying])::text[])))
);

CREATE TABLE public.appointments_rules (
    centre_id character varying(16) NOT NULL,
    mode character varying(16) NOT NULL,
    day_number smallint NOT NULL,
    windows smallint,
    days_ahead smallint NOT NULL,
    early smallint NOT NULL,
    late smallint NOT NULL,
    head_start smallint NOT NULL,
    late_credit smallint NOT NULL,
    told_late smallint NOT NULL,
    most_upcoming smallint NOT NULL,
    most_a_day smallint NOT NULL,
    remind_hours smallint NOT NULL,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    working_days_ahead smallint,
    CONSTRAINT appointments_rules_day_number_check CHECK ((day_number >= 0)),
    CONSTRAINT appointments_rules_days_ahead_check CHECK ((days_ahead >= 0)),
    CONSTRAINT appointments_rules_early_check CHECK ((early >= 0)),
    CONSTRAINT appointments_rules_head_start_check CHECK ((head_start >= 0)),
    CONSTRAINT appointments_rules_late_check CHECK ((late >= 0)),
    CONSTRAINT appointments_rules_late_credit_check CHECK ((late_credit >= 0)),
    CONSTRAINT appointments_rules_most_a_day_check CHECK ((most_a_day >= 0)),
    CONSTRAINT appointments_rules_most_upcoming_check CHECK ((most_upcoming >= 0)),
    CONSTRAINT appointments_rules_remind_hours_check CHECK ((remind_hours >= 0)),
    CONSTRAINT appointments_rules_told_late_check CHECK ((told_late >= 0)),
    CONSTRAINT appointments_rules_windows_check CHECK ((windows >= 0)),
    CONSTRAINT appointments_rules_working_days_ahead_check CHECK ((working_days_ahead >= 0)),
    CONSTRAINT rules_days_ahead CHECK (((days_ahead >= 1) AND (days_ahead <= 90))),
    CONSTRAINT rules_let_somebody_book CHECK (((most_a_day >= 1) AND (most_upcoming >= 1))),
    CONSTRAINT rules_minutes_sane CHECK (((early <= 120) AND (head_start <= 120) AND (late <= 120) AND (late_credit <= 60) AND (told_late <= 60))),
    CONSTRAINT rules_mode_known CHECK (((mode)::text = ANY ((ARRAY['open'::character varying, 'mixed'::character varying, 'bookings-only'::character varying])::text[]))),
    CONSTRAINT rules_working_days_ahead CHECK (((working_days_ahead IS NULL) OR ((working_days_ahead >= 1) AND (working_days_ahead <= 60))))
);

CREATE TABLE public.appointments_saidquota (
    id bigint NOT NULL,
    day date,
    starts time without time zone NOT NULL,
    number smallint NOT NULL,
    said_by character varying(80) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    service_id bigint NOT NULL,
    CONSTRAINT appointments_saidquota_number_check CHECK ((number >= 0))
);

ALTER TABLE public.appointments_saidquota ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appointments_saidquota_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appointments_service (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    of character varying(80) NOT NULL,
    share smallint NOT NULL,
    minutes numeric(4,1) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT appointments_service_share_check CHECK ((share >= 0)),
    CONSTRAINT service_says_of_what CHECK (((((kind)::text = 'anything'::text) AND ((of)::text = ''::text)) OR (((kind)::text = ANY ((ARRAY['category'::character varying, 'matter'::character varying])::text[])) AND (NOT ((of)::text = ''::text))))),
    CONSTRAINT service_share_is_a_share CHECK ((share <= 100)),
    CONSTRAINT service_takes_time CHECK ((minutes > (0)::numeric))
);

ALTER TABLE public.appointments_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appointments_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appraisal_coefficient (
    id bigint NOT NULL,
    matter character varying(60) NOT NULL,
    version integer NOT NULL,
    from_month date NOT NULL,
    value integer NOT NULL,
    proposed integer,
    reason character varying(400) NOT NULL,
    reviewed_at timestamp with time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    reviewed_by_id bigint NOT NULL,
    CONSTRAINT appraisal_coefficient_proposed_check CHECK ((proposed >= 0)),
    CONSTRAINT appraisal_coefficient_value_check CHECK ((value >= 0)),
    CONSTRAINT appraisal_coefficient_version_check CHECK ((version >= 0)),
    CONSTRAINT coefficient_from_a_first CHECK ((EXTRACT(day FROM from_month) = (1)::numeric)),
    CONSTRAINT coefficient_has_a_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT coefficient_in_range CHECK (((value >= 1) AND (value <= 20000)))
);

ALTER TABLE public.appraisal_coefficient ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appraisal_coefficient_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appraisal_frozenmonth (
    id uuid NOT NULL,
    month date NOT NULL,
    version integer NOT NULL,
    reason character varying(400) NOT NULL,
    rules jsonb NOT NULL,
    rules_version integer NOT NULL,
    inputs bytea NOT NULL,
    sheets bytea NOT NULL,
    digest character varying(64) NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    frozen_by_id bigint NOT NULL,
    CONSTRAINT appraisal_frozenmonth_rules_version_check CHECK ((rules_version >= 0)),
    CONSTRAINT appraisal_frozenmonth_version_check CHECK ((version >= 0)),
    CONSTRAINT frozen_month_corrected_for_a_reason CHECK (((version = 1) OR (NOT ((reason)::text = ''::text)))),
    CONSTRAINT frozen_month_is_a_first CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

CREATE TABLE public.appraisal_look (
    id bigint NOT NULL,
    month date NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id bigint,
    by_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT look_at_somebody_else CHECK (((account_id IS NULL) OR (NOT ((account_id = by_id) AND (account_id IS NOT NULL)))))
);

ALTER TABLE public.appraisal_look ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appraisal_look_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appraisal_modelversion (
    id bigint NOT NULL,
    version integer NOT NULL,
    from_month date NOT NULL,
    rules jsonb NOT NULL,
    reason character varying(400) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    set_by_id bigint NOT NULL,
    CONSTRAINT appraisal_model_from_a_first CHECK ((EXTRACT(day FROM from_month) = (1)::numeric)),
    CONSTRAINT appraisal_model_has_a_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT appraisal_modelversion_version_check CHECK ((version >= 0))
);

ALTER TABLE public.appraisal_modelversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appraisal_modelversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appraisal_objection (
    id uuid NOT NULL,
    month date NOT NULL,
    dimension character varying(12) NOT NULL,
    words character varying(1000) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    answer character varying(1000) NOT NULL,
    outcome character varying(8) NOT NULL,
    spared jsonb NOT NULL,
    answered_at timestamp with time zone,
    account_id bigint NOT NULL,
    answered_by_id bigint,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT objection_answered_whole CHECK (((((answer)::text = ''::text) AND (answered_at IS NULL) AND (answered_by_id IS NULL) AND ((outcome)::text = ''::text)) OR ((NOT ((answer)::text = ''::text)) AND (answered_at IS NOT NULL) AND (answered_by_id IS NOT NULL) AND ((outcome)::text = ANY ((ARRAY['kept'::character varying, 'changed'::character varying])::text[]))))),
    CONSTRAINT objection_dimension_known CHECK (((dimension)::text = ANY ((ARRAY[''::character varying, 'quantity'::character varying, 'efficiency'::character varying, 'value'::character varying, 'rating'::character varying, 'quality'::character varying])::text[]))),
    CONSTRAINT objection_four_eyes CHECK (((answered_by_id IS NULL) OR (NOT ((answered_by_id = account_id) AND (answered_by_id IS NOT NULL))))),
    CONSTRAINT objection_in_words CHECK ((NOT ((words)::text = ''::text))),
    CONSTRAINT objection_to_a_month CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

CREATE TABLE public.appraisal_signature (
    id bigint NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    frozen_id uuid NOT NULL
);

ALTER TABLE public.appraisal_signature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appraisal_signature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appraisal_spared (
    id bigint NOT NULL,
    "case" character varying(24) NOT NULL,
    fault character varying(12) NOT NULL,
    centre_id character varying(16) NOT NULL,
    objection_id uuid NOT NULL,
    CONSTRAINT spared_fault_known CHECK (((fault)::text = ANY ((ARRAY['returned'::character varying, 'corrected'::character varying, 'overdue'::character varying, 'promise'::character varying])::text[])))
);

ALTER TABLE public.appraisal_spared ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.appraisal_spared_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_authority (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    proof character varying(12) NOT NULL,
    matters jsonb NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    registered_by character varying(80) NOT NULL,
    ended_at timestamp with time zone,
    ended_by character varying(80) NOT NULL,
    ending character varying(12) NOT NULL,
    agent_id uuid NOT NULL,
    centre_id character varying(16) NOT NULL,
    principal_id uuid NOT NULL,
    visit_id uuid,
    CONSTRAINT authority_ended_by_somebody CHECK ((((ended_at IS NULL) AND ((ended_by)::text = ''::text) AND ((ending)::text = ''::text)) OR ((ended_at IS NOT NULL) AND ((ending)::text = ANY ((ARRAY['revoked'::character varying, 'mistaken'::character varying])::text[])) AND (NOT ((ended_by)::text = ''::text))))),
    CONSTRAINT authority_ends_after_it_begins CHECK ((until >= since)),
    CONSTRAINT authority_letter_names_matters CHECK (((NOT ((kind)::text = 'letter'::text)) OR (NOT (matters = '[]'::jsonb)))),
    CONSTRAINT authority_proof_of_its_kind CHECK (((((kind)::text = 'letter'::text) AND ((proof)::text = ANY ((ARRAY['letter'::character varying, 'notarised'::character varying])::text[]))) OR (((kind)::text = ANY ((ARRAY['guardianship'::character varying, 'representation'::character varying])::text[])) AND ((proof)::text = ANY ((ARRAY['birth'::character varying, 'booklet'::character varying, 'court'::character varying, 'notary'::character varying, 'committee'::character varying])::text[]))))),
    CONSTRAINT authority_two_persons CHECK ((NOT (principal_id = agent_id)))
);

CREATE TABLE public.cases_cabinet (
    id bigint NOT NULL,
    number smallint NOT NULL,
    where_zh character varying(80) NOT NULL,
    where_en character varying(120) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT cabinet_number_of_two_digits CHECK (((number >= 1) AND (number <= 99))),
    CONSTRAINT cases_cabinet_number_check CHECK ((number >= 0))
);

ALTER TABLE public.cases_cabinet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_cabinet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_case (
    id uuid NOT NULL,
    number character varying(24) NOT NULL,
    matter character varying(60) NOT NULL,
    matter_name jsonb NOT NULL,
    state character varying(12) NOT NULL,
    by_proxy boolean NOT NULL,
    papers jsonb NOT NULL,
    accepted_at timestamp with time zone,
    "limit" jsonb,
    due_on date,
    due_certain boolean NOT NULL,
    clock_stopped_at timestamp with time zone,
    granted boolean,
    completed_at timestamp with time zone,
    delivered_at timestamp with time zone,
    accepting_centre_id character varying(16),
    catalogue_id integer NOT NULL,
    clerk_id bigint NOT NULL,
    receiving_centre_id character varying(16) NOT NULL,
    resident_id uuid,
    slip_id uuid,
    visit_id uuid NOT NULL,
    receipt_id uuid NOT NULL,
    alarm character varying(8) DEFAULT 'none'::character varying NOT NULL,
    legal_due_on date,
    legal_limit jsonb,
    collect_at_id character varying(16),
    department character varying(40) DEFAULT ''::character varying NOT NULL,
    papers_at_id character varying(16),
    received_at timestamp with time zone NOT NULL,
    result_at_id character varying(16),
    proxy_id uuid,
    relation character varying(16) DEFAULT ''::character varying NOT NULL,
    authority_id uuid,
    CONSTRAINT case_accepted_after_received CHECK (((accepted_at IS NULL) OR (accepted_at >= received_at))),
    CONSTRAINT case_accepted_has_its_moment CHECK ((((state)::text = 'withdrawn'::text) OR ((accepted_at IS NULL) AND ((state)::text = ANY ((ARRAY['received'::character varying, 'lacking'::character varying, 'refused'::character varying])::text[]))) OR ((NOT ((state)::text = ANY ((ARRAY['received'::character varying, 'lacking'::character varying, 'refused'::character varying])::text[]))) AND (accepted_at IS NOT NULL)))),
    CONSTRAINT case_alarm_known CHECK (((alarm)::text = ANY ((ARRAY['none'::character varying, 'soon'::character varying, 'late'::character varying, 'long'::character varying])::text[]))),
    CONSTRAINT case_completed_after_accepted CHECK (((completed_at IS NULL) OR (completed_at >= accepted_at))),
    CONSTRAINT case_proxy_has_relation CHECK ((((authority_id IS NULL) AND (proxy_id IS NULL) AND ((relation)::text = ''::text)) OR (by_proxy AND (proxy_id IS NOT NULL) AND ((relation)::text = ANY ((ARRAY['agent'::character varying, 'guardian'::character varying, 'relative'::character varying, 'representative'::character varying])::text[]))))),
    CONSTRAINT case_state_known CHECK (((state)::text = ANY ((ARRAY['received'::character varying, 'lacking'::character varying, 'refused'::character varying, 'accepted'::character varying, 'supplement'::character varying, 'procedure'::character varying, 'decided'::character varying, 'completed'::character varying, 'delivered'::character varying, 'withdrawn'::character varying, 'terminated'::character varying])::text[]))),
    CONSTRAINT case_two_persons CHECK (((proxy_id IS NULL) OR (resident_id IS NULL) OR (NOT ((proxy_id = resident_id) AND (proxy_id IS NOT NULL) AND (resident_id IS NOT NULL)))))
);

CREATE TABLE public.cases_casecounter (
    id bigint NOT NULL,
    day date NOT NULL,
    kind character varying(8) NOT NULL,
    last integer NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT cases_casecounter_last_check CHECK ((last >= 0))
);

ALTER TABLE public.cases_casecounter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_casecounter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_compartment (
    id bigint NOT NULL,
    number smallint NOT NULL,
    is_out_of_order boolean NOT NULL,
    cabinet_id bigint NOT NULL,
    CONSTRAINT cases_compartment_number_check CHECK ((number >= 0)),
    CONSTRAINT compartment_number_of_two_digits CHECK (((number >= 1) AND (number <= 99)))
);

ALTER TABLE public.cases_compartment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_compartment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cases_delivery (
    id uuid NOT NULL,
    way character varying(10) NOT NULL,
    state character varying(12) NOT NULL,
    address bytea,
    ready_at timestamp with time zone,
    reminded_at timestamp with time zone,
    reminders smallint NOT NULL,
    ended_at timestamp with time zone,
    taken_by character varying(8) NOT NULL,
    taker_name character varying(60) NOT NULL,
    taker_number character varying(24) NOT NULL,
    signature bytea,
    remark character varying(400) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT cases_delivery_reminders_check CHECK ((reminders >= 0)),
    CONSTRAINT delivery_address_wiped_at_the_end CHECK (((NOT ((state)::text = 'done'::text)) OR (address IS NULL))),
    CONSTRAINT delivery_done_has_its_moment CHECK ((((ended_at IS NOT NULL) AND ((state)::text = 'done'::text)) OR ((NOT ((state)::text = 'done'::text)) AND (ended_at IS NULL)))),
    CONSTRAINT delivery_post_has_address CHECK (((NOT (((state)::text = ANY ((ARRAY['waiting'::character varying, 'ready'::character varying, 'posted'::character varying])::text[])) AND ((way)::text = 'post'::text))) OR (address IS NOT NULL))),
    CONSTRAINT delivery_posted_by_post CHECK (((NOT ((state)::text = ANY ((ARRAY['posted'::character varying, 'lost'::character varying, 'coming-back'::character varying])::text[]))) OR ((way)::text = 'post'::text))),
    CONSTRAINT delivery_proxy_is_known CHECK ((((taken_by)::text = ANY ((ARRAY[''::character varying, 'self'::character varying])::text[])) OR (((taken_by)::text = 'proxy'::text) AND (NOT ((taker_number)::text = ''::text))))),
    CONSTRAINT delivery_ready_since CHECK ((((state)::text = ANY ((ARRAY['waiting'::character varying, 'done'::character varying])::text[])) OR (ready_at IS NOT NULL))),
    CONSTRAINT delivery_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'ready'::character varying, 'stored'::character varying, 'posted'::character varying, 'lost'::character varying, 'coming-back'::character varying, 'done'::character varying, 'given-back'::character varying])::text[]))),
    CONSTRAINT delivery_stored_in_cabinet CHECK (((NOT ((state)::text = 'stored'::text)) OR ((way)::text = 'cabinet'::text))),
    CONSTRAINT delivery_way_known CHECK (((way)::text = ANY ((ARRAY['window'::character varying, 'post'::character varying, 'cabinet'::character varying, 'electronic'::character varying])::text[])))
);

CREATE TABLE public.cases_gap (
    id uuid NOT NULL,
    paper character varying(60) NOT NULL,
    name jsonb NOT NULL,
    promised_at timestamp with time zone NOT NULL,
    promised_by date,
    brought_at timestamp with time zone,
    case_id uuid NOT NULL,
    asked_for_at timestamp with time zone,
    lookup_id bigint,
    CONSTRAINT gap_asked_for_after_promised CHECK (((asked_for_at IS NULL) OR (asked_for_at >= promised_at))),
    CONSTRAINT gap_brought_after_promised CHECK (((brought_at IS NULL) OR (brought_at >= promised_at)))
);

CREATE TABLE public.cases_handover (
    id uuid NOT NULL,
    number character varying(24) NOT NULL,
    state character varying(8) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    sent_by character varying(80) NOT NULL,
    carrier character varying(60) NOT NULL,
    arrived_at timestamp with time zone,
    arrived_by character varying(80) NOT NULL,
    remark character varying(400) NOT NULL,
    sender_id character varying(16) NOT NULL,
    taker_id character varying(16) NOT NULL,
    CONSTRAINT hand_over_goes_somewhere CHECK ((NOT ((sender_id)::text = (taker_id)::text))),
    CONSTRAINT hand_over_moments_of_its_state CHECK ((((arrived_at IS NULL) AND (sent_at IS NULL) AND ((state)::text = 'open'::text)) OR ((arrived_at IS NULL) AND (sent_at IS NOT NULL) AND ((state)::text = 'sent'::text)) OR ((arrived_at >= sent_at) AND (sent_at IS NOT NULL) AND ((state)::text = 'arrived'::text))))
);

CREATE TABLE public.cases_handoverline (
    id uuid NOT NULL,
    of character varying(6) NOT NULL,
    found boolean,
    is_under_way boolean NOT NULL,
    case_id uuid NOT NULL,
    hand_over_id uuid NOT NULL,
    CONSTRAINT hand_over_line_of_known CHECK (((of)::text = ANY ((ARRAY['papers'::character varying, 'result'::character varying])::text[])))
);

CREATE TABLE public.cases_missingnotice (
    id uuid NOT NULL,
    number character varying(24) NOT NULL,
    token character varying(40) NOT NULL,
    items jsonb NOT NULL,
    told_at timestamp with time zone NOT NULL,
    told_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    slip_id uuid,
    visit_id uuid NOT NULL
);

CREATE TABLE public.cases_parcel (
    id uuid NOT NULL,
    carrier character varying(40) NOT NULL,
    waybill character varying(40) NOT NULL,
    state character varying(12) NOT NULL,
    is_under_way boolean NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    ordered_by character varying(80) NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    ask_at timestamp with time zone,
    tries smallint NOT NULL,
    answer character varying(120) NOT NULL,
    centre_id character varying(16) NOT NULL,
    delivery_id uuid NOT NULL,
    CONSTRAINT cases_parcel_tries_check CHECK ((tries >= 0)),
    CONSTRAINT parcel_has_a_waybill CHECK ((((state)::text = ANY ((ARRAY['ordered'::character varying, 'refused'::character varying, 'back'::character varying])::text[])) OR (NOT ((waybill)::text = ''::text)))),
    CONSTRAINT parcel_state_known CHECK (((state)::text = ANY ((ARRAY['ordered'::character varying, 'taken'::character varying, 'refused'::character varying, 'lost'::character varying, 'coming-back'::character varying, 'signed'::character varying, 'back'::character varying])::text[]))),
    CONSTRAINT parcel_under_way_until_it_ends CHECK (((is_under_way AND ((state)::text = ANY ((ARRAY['ordered'::character varying, 'taken'::character varying, 'lost'::character varying, 'coming-back'::character varying])::text[]))) OR ((NOT is_under_way) AND ((state)::text = ANY ((ARRAY['refused'::character varying, 'signed'::character varying, 'back'::character varying])::text[])))))
);

CREATE TABLE public.cases_photograph (
    id uuid NOT NULL,
    paper character varying(60) NOT NULL,
    source character varying(8) NOT NULL,
    digest character varying(64) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bytes integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    taken_by character varying(80) NOT NULL,
    removed_at timestamp with time zone,
    removed_why character varying(8) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT cases_photograph_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT cases_photograph_height_check CHECK ((height >= 0)),
    CONSTRAINT cases_photograph_width_check CHECK ((width >= 0)),
    CONSTRAINT photograph_has_size CHECK (((bytes > 0) AND (height > 0) AND (width > 0))),
    CONSTRAINT photograph_removed_for_a_reason CHECK ((((removed_at IS NULL) AND ((removed_why)::text = ''::text)) OR ((removed_at >= taken_at) AND (removed_at IS NOT NULL) AND ((removed_why)::text = ANY ((ARRAY['mistake'::character varying, 'time'::character varying, 'erasure'::character varying])::text[]))))),
    CONSTRAINT photograph_source_known CHECK (((source)::text = ANY ((ARRAY['camera'::character varying, 'file'::character varying])::text[])))
);

CREATE TABLE public.cases_receipt (
    id uuid NOT NULL,
    number character varying(24) NOT NULL,
    token character varying(40) NOT NULL,
    lines jsonb NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    visit_id uuid NOT NULL
);

CREATE TABLE public.cases_record (
    id uuid NOT NULL,
    number character varying(28) NOT NULL,
    kind character varying(12) NOT NULL,
    token character varying(40) NOT NULL,
    serial smallint,
    state character varying(12) NOT NULL,
    content bytea NOT NULL,
    template smallint NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by character varying(80) NOT NULL,
    case_id uuid,
    centre_id character varying(16) NOT NULL,
    notice_id uuid,
    receipt_id uuid,
    visit_id uuid,
    CONSTRAINT cases_record_serial_check CHECK ((serial >= 0)),
    CONSTRAINT cases_record_template_check CHECK ((template >= 0)),
    CONSTRAINT record_kind_known CHECK (((kind)::text = ANY ((ARRAY['receipt'::character varying, 'notice'::character varying, 'acceptance'::character varying, 'supplement'::character varying, 'refusal'::character varying, 'promise'::character varying, 'follow-up'::character varying, 'procedure'::character varying, 'decision'::character varying, 'delivery'::character varying, 'ending'::character varying, 'withdrawal'::character varying])::text[]))),
    CONSTRAINT record_of_one_thing CHECK ((((case_id IS NULL) AND ((kind)::text = 'receipt'::text) AND (notice_id IS NULL) AND (receipt_id IS NOT NULL) AND (serial IS NULL) AND (visit_id IS NULL)) OR ((case_id IS NULL) AND ((kind)::text = 'notice'::text) AND (notice_id IS NOT NULL) AND (receipt_id IS NULL) AND (serial IS NULL) AND (visit_id IS NULL)) OR ((case_id IS NULL) AND ((kind)::text = 'refusal'::text) AND (notice_id IS NULL) AND (receipt_id IS NULL) AND (serial IS NULL) AND (visit_id IS NOT NULL)) OR ((case_id IS NOT NULL) AND (notice_id IS NULL) AND (receipt_id IS NULL) AND (serial >= 1) AND (serial IS NOT NULL) AND (visit_id IS NULL) AND (NOT ((kind)::text = ANY ((ARRAY['receipt'::character varying, 'notice'::character varying])::text[]))) AND (NOT ((state)::text = ''::text)))))
);

CREATE TABLE public.cases_recordprint (
    id uuid NOT NULL,
    language character varying(2) NOT NULL,
    origin character varying(200) NOT NULL,
    pdf bytea NOT NULL,
    sha256 bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    record_id uuid NOT NULL,
    CONSTRAINT record_print_known CHECK (((language)::text = ANY ((ARRAY['zh'::character varying, 'en'::character varying])::text[])))
);

CREATE TABLE public.cases_stop (
    id uuid NOT NULL,
    procedure character varying(24) NOT NULL,
    reason character varying(400) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    expected_on date,
    ended_at timestamp with time zone,
    result character varying(400) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT stop_ends_after_it_begins CHECK (((ended_at IS NULL) OR (ended_at >= began_at))),
    CONSTRAINT stop_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);

CREATE TABLE public.cases_storedresult (
    id uuid NOT NULL,
    code_hash bytea,
    put_in_at timestamp with time zone NOT NULL,
    put_in_by character varying(80) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    wrong_tries smallint NOT NULL,
    wrong_asks smallint NOT NULL,
    opened_at timestamp with time zone,
    taken_out_at timestamp with time zone,
    compartment_id bigint NOT NULL,
    delivery_id uuid NOT NULL,
    CONSTRAINT cases_storedresult_wrong_asks_check CHECK ((wrong_asks >= 0)),
    CONSTRAINT cases_storedresult_wrong_tries_check CHECK ((wrong_tries >= 0)),
    CONSTRAINT stored_expires_later CHECK ((expires_at > put_in_at)),
    CONSTRAINT stored_opened_or_taken_out CHECK (((opened_at IS NULL) OR (taken_out_at IS NULL)))
);

CREATE TABLE public.cases_track (
    id bigint NOT NULL,
    event character varying(64) NOT NULL,
    what character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone NOT NULL,
    parcel_id uuid NOT NULL
);

ALTER TABLE public.cases_track ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cases_track_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalogue_catalogueversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    city character varying(40) NOT NULL,
    digest character varying(64) NOT NULL,
    source jsonb NOT NULL,
    notes character varying(400) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by character varying(80) NOT NULL,
    CONSTRAINT catalogue_catalogueversion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.catalogue_catalogueversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalogue_catalogueversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalogue_draft (
    id uuid NOT NULL,
    title character varying(120) NOT NULL,
    state character varying(12) NOT NULL,
    edition integer NOT NULL,
    authors jsonb NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    opened_by character varying(80) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    reviewed_by character varying(80) NOT NULL,
    publish_on date,
    note character varying(400) NOT NULL,
    returned_why character varying(400) NOT NULL,
    trouble jsonb,
    base_id bigint NOT NULL,
    version_id bigint,
    CONSTRAINT catalogue_draft_edition_check CHECK ((edition >= 0)),
    CONSTRAINT draft_approved_by_somebody CHECK (((NOT ((state)::text = ANY ((ARRAY['approved'::character varying, 'published'::character varying])::text[]))) OR (NOT ((reviewed_by)::text = ''::text)))),
    CONSTRAINT draft_four_eyes CHECK ((((reviewed_by)::text = ''::text) OR (NOT jsonb_exists(authors, (reviewed_by)::text)))),
    CONSTRAINT draft_published_as_a_version CHECK (((((state)::text = 'published'::text) AND (version_id IS NOT NULL)) OR ((NOT ((state)::text = 'published'::text)) AND (version_id IS NULL)))),
    CONSTRAINT draft_state_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'submitted'::character varying, 'approved'::character varying, 'published'::character varying, 'withdrawn'::character varying])::text[])))
);

CREATE TABLE public.catalogue_draftfile (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    text text,
    edition integer NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    saved_by character varying(80) NOT NULL,
    base_id bigint NOT NULL,
    draft_id uuid NOT NULL,
    CONSTRAINT catalogue_draftfile_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.catalogue_draftfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.catalogue_draftfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.catalogue_finding (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    said character varying(200) NOT NULL,
    same character varying(200) NOT NULL,
    matter character varying(80) NOT NULL,
    paper character varying(80) NOT NULL,
    channel character varying(12) NOT NULL,
    centre character varying(16) NOT NULL,
    times integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    settled_by character varying(80) NOT NULL,
    note character varying(400) NOT NULL,
    draft_id uuid,
    CONSTRAINT catalogue_finding_times_check CHECK ((times >= 0)),
    CONSTRAINT finding_kind_known CHECK (((kind)::text = ANY ((ARRAY['unanswered'::character varying, 'broken-promise'::character varying, 'complaint'::character varying, 'difficult-case'::character varying])::text[]))),
    CONSTRAINT finding_settled_with_a_note CHECK (((settled_at IS NULL) OR ((NOT ((settled_by)::text = ''::text)) AND (NOT ((note)::text = ''::text)))))
);

CREATE TABLE public.catalogue_meaning (
    name character varying(32) NOT NULL,
    numbers bytea NOT NULL
);

CREATE TABLE public.centres_calendarday (
    id bigint NOT NULL,
    day date NOT NULL,
    kind character varying(20) NOT NULL,
    name_zh character varying(20) NOT NULL,
    name_en character varying(40) NOT NULL,
    notice_id bigint NOT NULL
);

ALTER TABLE public.centres_calendarday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_calendarday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_calendaryear (
    id bigint NOT NULL,
    year smallint NOT NULL,
    version smallint NOT NULL,
    source character varying(200) NOT NULL,
    announced date,
    CONSTRAINT centres_calendaryear_version_check CHECK ((version >= 0)),
    CONSTRAINT centres_calendaryear_year_check CHECK ((year >= 0))
);

ALTER TABLE public.centres_calendaryear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_calendaryear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_centre (
    code character varying(16) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(120) NOT NULL,
    short_zh character varying(20) NOT NULL,
    short_en character varying(60) NOT NULL,
    district_zh character varying(20) NOT NULL,
    district_en character varying(40) NOT NULL,
    address_zh character varying(120) NOT NULL,
    address_en character varying(160) NOT NULL,
    telephone character varying(30) NOT NULL,
    time_zone character varying(40) NOT NULL,
    is_demonstration boolean NOT NULL,
    calls_before_missed smallint NOT NULL,
    numbers_at_any_hour boolean NOT NULL,
    wait_threshold_minutes smallint NOT NULL,
    slip_valid_days smallint NOT NULL,
    belongs_to_id character varying(16),
    errand_waits_days smallint NOT NULL,
    long_late_working_days smallint NOT NULL,
    warn_working_days smallint NOT NULL,
    answer_within_working_days smallint NOT NULL,
    cabinet_days smallint NOT NULL,
    give_back_days smallint NOT NULL,
    unclaimed_days smallint NOT NULL,
    CONSTRAINT centre_code_form CHECK (((code)::text ~ '^[A-Z]{2,6}$'::text)),
    CONSTRAINT centre_not_its_own_branch CHECK (((belongs_to_id IS NULL) OR (NOT (((belongs_to_id)::text = (code)::text) AND (belongs_to_id IS NOT NULL))))),
    CONSTRAINT centres_centre_answer_within_working_days_check CHECK ((answer_within_working_days >= 0)),
    CONSTRAINT centres_centre_cabinet_days_check CHECK ((cabinet_days >= 0)),
    CONSTRAINT centres_centre_calls_before_missed_check CHECK ((calls_before_missed >= 0)),
    CONSTRAINT centres_centre_errand_waits_days_check CHECK ((errand_waits_days >= 0)),
    CONSTRAINT centres_centre_give_back_days_check CHECK ((give_back_days >= 0)),
    CONSTRAINT centres_centre_long_late_working_days_check CHECK ((long_late_working_days >= 0)),
    CONSTRAINT centres_centre_slip_valid_days_check CHECK ((slip_valid_days >= 0)),
    CONSTRAINT centres_centre_unclaimed_days_check CHECK ((unclaimed_days >= 0)),
    CONSTRAINT centres_centre_wait_threshold_minutes_check CHECK ((wait_threshold_minutes >= 0)),
    CONSTRAINT centres_centre_warn_working_days_check CHECK ((warn_working_days >= 0))
);

CREATE TABLE public.centres_changedday (
    id bigint NOT NULL,
    day date NOT NULL,
    reason_zh character varying(80) NOT NULL,
    reason_en character varying(120) NOT NULL,
    said_by character varying(80) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT changed_day_says_why CHECK (((NOT ((reason_zh)::text = ''::text)) AND (NOT ((reason_en)::text = ''::text))))
);

ALTER TABLE public.centres_changedday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_changedday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_changedstretch (
    id bigint NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    changed_id bigint NOT NULL,
    CONSTRAINT changed_stretch_closes_after_opening CHECK ((closes > opens))
);

ALTER TABLE public.centres_changedstretch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_changedstretch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_device (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    number smallint NOT NULL,
    pairing_hash bytea,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    hall_id bigint,
    capabilities jsonb NOT NULL,
    CONSTRAINT centres_device_number_check CHECK ((number >= 0)),
    CONSTRAINT device_capabilities_known CHECK ((capabilities <@ '["printer", "a4_printer", "scanner", "id_reader", "camera", "card_slot", "signature"]'::jsonb))
);

ALTER TABLE public.centres_device ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_device_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_duty (
    id bigint NOT NULL,
    began timestamp with time zone NOT NULL,
    ended timestamp with time zone,
    paused character varying(20) NOT NULL,
    account_id bigint NOT NULL,
    window_id bigint NOT NULL
);

ALTER TABLE public.centres_duty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_duty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_hall (
    id bigint NOT NULL,
    number smallint NOT NULL,
    name_zh character varying(40) NOT NULL,
    name_en character varying(80) NOT NULL,
    where_zh character varying(80) NOT NULL,
    where_en character varying(120) NOT NULL,
    is_always_open boolean NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT centres_hall_number_check CHECK ((number >= 0))
);

ALTER TABLE public.centres_hall ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_hall_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_openinghours (
    id bigint NOT NULL,
    on_working_days boolean NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT hours_close_after_opening CHECK ((closes > opens))
);

ALTER TABLE public.centres_openinghours ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_openinghours_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.centres_window (
    id bigint NOT NULL,
    number smallint NOT NULL,
    is_low_counter boolean NOT NULL,
    is_tidal boolean NOT NULL,
    centre_id character varying(16) NOT NULL,
    hall_id bigint,
    CONSTRAINT centres_window_number_check CHECK ((number >= 0))
);

ALTER TABLE public.centres_window ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.centres_window_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.days_dayaccount (
    id bigint NOT NULL,
    day date NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by character varying(80) NOT NULL,
    left_open integer NOT NULL,
    figures jsonb NOT NULL,
    lines jsonb NOT NULL,
    centre_id character varying(16) NOT NULL,
    version smallint DEFAULT 1 NOT NULL,
    CONSTRAINT days_dayaccount_left_open_check CHECK ((left_open >= 0)),
    CONSTRAINT days_dayaccount_version_check CHECK ((version >= 0))
);

ALTER TABLE public.days_dayaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.days_dayaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.days_round (
    id uuid NOT NULL,
    day date NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    begun_by character varying(80) NOT NULL,
    opened_at timestamp with time zone,
    opened_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT round_opened_by_somebody CHECK ((((opened_at IS NULL) AND ((opened_by)::text = ''::text)) OR ((opened_at >= begun_at) AND (NOT ((opened_by)::text = ''::text)))))
);

CREATE TABLE public.days_roundfinding (
    id bigint NOT NULL,
    check_code character varying(40) NOT NULL,
    state character varying(8) NOT NULL,
    said jsonb NOT NULL,
    to_do jsonb,
    details jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    milliseconds integer NOT NULL,
    answer character varying(200) NOT NULL,
    answered_by character varying(80) NOT NULL,
    answered_at timestamp with time zone,
    round_id uuid NOT NULL,
    CONSTRAINT days_roundfinding_milliseconds_check CHECK ((milliseconds >= 0)),
    CONSTRAINT round_finding_answered_by_somebody CHECK (((((answer)::text = ''::text) AND (answered_at IS NULL) AND ((answered_by)::text = ''::text)) OR ((NOT ((answer)::text = ''::text)) AND (NOT ((answered_by)::text = ''::text)) AND (answered_at IS NOT NULL)))),
    CONSTRAINT round_finding_state CHECK (((state)::text = ANY ((ARRAY['green'::character varying, 'amber'::character varying, 'red'::character varying])::text[])))
);

ALTER TABLE public.days_roundfinding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.days_roundfinding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.departments_answer (
    id bigint NOT NULL,
    key uuid NOT NULL,
    asked bytea NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    system_id character varying(30) NOT NULL,
    CONSTRAINT departments_answer_status_check CHECK ((status >= 0))
);

ALTER TABLE public.departments_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departments_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.departments_change (
    id bigint NOT NULL,
    event bigint NOT NULL,
    "case" uuid NOT NULL,
    verb character varying(40) NOT NULL,
    department character varying(40) NOT NULL,
    centre character varying(16) NOT NULL
);

ALTER TABLE public.departments_change ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departments_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.departments_delivery (
    id bigint NOT NULL,
    change bigint NOT NULL,
    "case" uuid NOT NULL,
    number character varying(24) NOT NULL,
    type character varying(40) NOT NULL,
    body text NOT NULL,
    state character varying(6) NOT NULL,
    tries smallint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    claimed_until timestamp with time zone,
    tried_at timestamp with time zone,
    last_status smallint,
    last_answer character varying(200) NOT NULL,
    ended_at timestamp with time zone,
    subscription_id uuid NOT NULL,
    CONSTRAINT delivery_ended_has_its_moment CHECK ((((ended_at IS NULL) AND ((state)::text = 'due'::text)) OR ((NOT ((state)::text = 'due'::text)) AND (ended_at IS NOT NULL)))),
    CONSTRAINT departments_delivery_last_status_check CHECK ((last_status >= 0)),
    CONSTRAINT departments_delivery_tries_check CHECK ((tries >= 0)),
    CONSTRAINT webhook_delivery_state_known CHECK (((state)::text = ANY ((ARRAY['due'::character varying, 'sent'::character varying, 'failed'::character varying])::text[])))
);

ALTER TABLE public.departments_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departments_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.departments_horizon (
    id smallint NOT NULL,
    mark bigint NOT NULL,
    mark_until bigint NOT NULL,
    settled bigint NOT NULL,
    CONSTRAINT departments_horizon_id_check CHECK ((id >= 0)),
    CONSTRAINT horizon_alone CHECK ((id = 1)),
    CONSTRAINT horizon_mark_ahead CHECK ((mark >= settled))
);

CREATE TABLE public.departments_nonce (
    id bigint NOT NULL,
    nonce character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    key_id character varying(24) NOT NULL
);

ALTER TABLE public.departments_nonce ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.departments_nonce_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.departments_result (
    case_id uuid NOT NULL,
    licence bytea,
    on_paper boolean NOT NULL,
    given_at timestamp with time zone NOT NULL,
    system_id character varying(30) NOT NULL
);

CREATE TABLE public.departments_resultfile (
    id uuid NOT NULL,
    kind character varying(4) NOT NULL,
    size integer NOT NULL,
    digest character varying(64) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    case_id uuid NOT NULL,
    result_id uuid,
    system_id character varying(30) NOT NULL,
    CONSTRAINT departments_resultfile_size_check CHECK ((size >= 0)),
    CONSTRAINT result_file_kind_known CHECK (((kind)::text = ANY ((ARRAY['pdf'::character varying, 'ofd'::character varying, 'jpeg'::character varying, 'png'::character varying])::text[])))
);

CREATE TABLE public.departments_subscription (
    id uuid NOT NULL,
    address character varying(300) NOT NULL,
    types jsonb NOT NULL,
    secret bytea NOT NULL,
    secret_before bytea,
    secret_before_until timestamp with time zone,
    state character varying(6) NOT NULL,
    upto bigint NOT NULL,
    failures integer NOT NULL,
    failing_since timestamp with time zone,
    rests_until timestamp with time zone,
    off_because character varying(12) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    system_id character varying(30) NOT NULL,
    CONSTRAINT departments_subscription_failures_check CHECK ((failures >= 0)),
    CONSTRAINT subscription_off_for_a_reason CHECK (((((state)::text = 'off'::text) AND (NOT ((off_because)::text = ''::text))) OR ((NOT ((state)::text = 'off'::text)) AND ((off_because)::text = ''::text)))),
    CONSTRAINT subscription_state_known CHECK (((state)::text = ANY ((ARRAY['active'::character varying, 'paused'::character varying, 'off'::character varying])::text[])))
);

CREATE TABLE public.departments_system (
    code character varying(30) NOT NULL,
    department character varying(40) NOT NULL,
    contact character varying(120) NOT NULL,
    may_see_identity boolean NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(80) NOT NULL,
    closed_at timestamp with time zone,
    account_id bigint NOT NULL,
    CONSTRAINT system_code_form CHECK (((code)::text ~ '^[a-z0-9][a-z0-9-]{1,29}$'::text)),
    CONSTRAINT system_has_a_contact CHECK ((NOT ((contact)::text = ''::text))),
    CONSTRAINT system_of_a_department CHECK ((NOT ((department)::text = ''::text)))
);

CREATE TABLE public.departments_systemkey (
    id character varying(24) NOT NULL,
    public bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(80) NOT NULL,
    ends_at timestamp with time zone,
    revoked_at timestamp with time zone,
    used_at timestamp with time zone,
    system_id character varying(30) NOT NULL,
    CONSTRAINT system_key_ends_after CHECK (((ends_at IS NULL) OR (ends_at >= made_at)))
);

CREATE TABLE public.departments_taking (
    id uuid NOT NULL,
    reference character varying(60) NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    given_back_at timestamp with time zone,
    case_id uuid NOT NULL,
    system_id character varying(30) NOT NULL,
    CONSTRAINT taking_ends_after CHECK (((given_back_at IS NULL) OR (given_back_at >= taken_at)))
);

CREATE TABLE public.devices_part (
    id bigint NOT NULL,
    name character varying(30) NOT NULL,
    kind character varying(12) NOT NULL,
    state character varying(10) NOT NULL,
    since timestamp with time zone NOT NULL,
    detail character varying(80) NOT NULL,
    station_id bigint NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT part_kind_known CHECK (((kind)::text = ANY ((ARRAY['escpos'::character varying, 'ipp'::character varying, 'scanner'::character varying, 'card-reader'::character varying, 'camera'::character varying])::text[]))),
    CONSTRAINT part_state_known CHECK (((state)::text = ANY ((ARRAY['ready'::character varying, 'low'::character varying, 'toner'::character varying, 'out'::character varying, 'no-toner'::character varying, 'open'::character varying, 'jam'::character varying, 'fault'::character varying, 'away'::character varying, 'silent'::character varying, 'garbled'::character varying, 'black'::character varying, 'refused'::character varying])::text[])))
);

ALTER TABLE public.devices_part ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.devices_part_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.devices_printjob (
    id uuid NOT NULL,
    kind character varying(10) NOT NULL,
    reference character varying(64) NOT NULL,
    language character varying(2) NOT NULL,
    origin character varying(200) NOT NULL,
    is_copy boolean NOT NULL,
    state character varying(8) NOT NULL,
    attempts smallint NOT NULL,
    reason character varying(16) NOT NULL,
    asked_by character varying(80) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    lease uuid,
    lease_until timestamp with time zone,
    sent_at timestamp with time zone,
    ended_at timestamp with time zone,
    centre_id character varying(16) NOT NULL,
    printer_id bigint NOT NULL,
    CONSTRAINT devices_printjob_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT print_job_ended_at_its_end CHECK ((((ended_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['printed'::character varying, 'failed'::character varying, 'unknown'::character varying])::text[]))) OR ((NOT ((state)::text = ANY ((ARRAY['printed'::character varying, 'failed'::character varying, 'unknown'::character varying])::text[]))) AND (ended_at IS NULL)))),
    CONSTRAINT print_job_kind_known CHECK (((kind)::text = ANY ((ARRAY['ticket'::character varying, 'slip'::character varying, 'receipt'::character varying, 'trial'::character varying, 'errand'::character varying, 'record'::character varying, 'case-paper'::character varying])::text[]))),
    CONSTRAINT print_job_state_known CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'taken'::character varying, 'sent'::character varying, 'printed'::character varying, 'failed'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT print_job_under_way_has_lease CHECK ((((lease IS NOT NULL) AND (lease_until IS NOT NULL) AND ((state)::text = ANY ((ARRAY['taken'::character varying, 'sent'::character varying])::text[]))) OR (NOT ((state)::text = ANY ((ARRAY['taken'::character varying, 'sent'::character varying])::text[])))))
);

CREATE TABLE public.devices_screen (
    device_id bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    showing character varying(20) NOT NULL,
    lost_at timestamp with time zone,
    lacks_bridge boolean DEFAULT false NOT NULL
);

CREATE TABLE public.devices_station (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    number smallint NOT NULL,
    socket_port integer NOT NULL,
    key_hash bytea,
    key_given_at timestamp with time zone,
    instance uuid,
    seen_at timestamp with time zone,
    lost_at timestamp with time zone,
    rival_at timestamp with time zone,
    skew_seconds double precision,
    version character varying(20) NOT NULL,
    centre_id character varying(16) NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT devices_station_number_check CHECK ((number >= 0)),
    CONSTRAINT devices_station_socket_port_check CHECK ((socket_port >= 0)),
    CONSTRAINT station_key_with_its_day CHECK ((((key_given_at IS NULL) AND (key_hash IS NULL)) OR ((key_given_at IS NOT NULL) AND (key_hash IS NOT NULL)))),
    CONSTRAINT station_kind_known CHECK (((kind)::text = ANY ((ARRAY['check-in'::character varying, 'kiosk'::character varying, 'window'::character varying, 'desk'::character varying])::text[])))
);

ALTER TABLE public.devices_station ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.devices_station_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id integer NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.drilling_drill (
    id uuid NOT NULL,
    scenario character varying(80) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    opens timestamp with time zone NOT NULL,
    speed double precision NOT NULL,
    residents integer NOT NULL,
    staffed jsonb NOT NULL,
    is_clean boolean NOT NULL,
    told jsonb NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT drill_ends_after_it_begins CHECK ((ended_at >= began_at)),
    CONSTRAINT drill_never_slower_than_life CHECK ((speed >= (1.0)::double precision)),
    CONSTRAINT drilling_drill_residents_check CHECK ((residents >= 0))
);

CREATE TABLE public.drilling_drilltask (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    link character varying(12) NOT NULL,
    text_zh text NOT NULL,
    text_en text NOT NULL,
    owner character varying(60) NOT NULL,
    done_at timestamp with time zone,
    done_by character varying(80) NOT NULL,
    drill_id uuid NOT NULL,
    CONSTRAINT drill_task_done_by_somebody CHECK ((((done_at IS NULL) AND ((done_by)::text = ''::text)) OR ((done_at IS NOT NULL) AND (NOT ((done_by)::text = ''::text))))),
    CONSTRAINT drilling_drilltask_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.drilling_drilltask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.drilling_drilltask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_assignment (
    id bigint NOT NULL,
    day date NOT NULL,
    post character varying(12) NOT NULL,
    by_hand boolean NOT NULL,
    counts boolean NOT NULL,
    is_freed boolean NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    roster_id uuid NOT NULL,
    pattern_id bigint,
    CONSTRAINT assignment_freed_counts_not CHECK (((NOT counts) OR (NOT is_freed))),
    CONSTRAINT assignment_has_pattern_and_post CHECK ((((pattern_id IS NOT NULL) AND (NOT ((post)::text = ''::text))) OR (by_hand AND (pattern_id IS NULL) AND ((post)::text = ''::text))))
);

ALTER TABLE public.duty_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_attendance (
    id bigint NOT NULL,
    day date NOT NULL,
    version smallint NOT NULL,
    came timestamp with time zone,
    "left" timestamp with time zone,
    reason character varying(200) NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by character varying(80) NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT attendance_has_a_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT attendance_left_after_coming CHECK ((((came IS NULL) AND ("left" IS NULL)) OR ((came IS NOT NULL) AND ("left" > came) AND ("left" IS NOT NULL)))),
    CONSTRAINT duty_attendance_version_check CHECK ((version >= 0))
);

ALTER TABLE public.duty_attendance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_attendance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_break (
    id bigint NOT NULL,
    reason character varying(20) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT break_ends_after_it_begins CHECK (((ended_at IS NULL) OR (ended_at >= began_at))),
    CONSTRAINT break_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);

ALTER TABLE public.duty_break ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_break_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_contract (
    id bigint NOT NULL,
    posts jsonb NOT NULL,
    minutes_a_week integer NOT NULL,
    from_day date NOT NULL,
    until_day date,
    set_at timestamp with time zone NOT NULL,
    set_by character varying(80) NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT contract_ends_after_it_begins CHECK (((until_day IS NULL) OR (until_day >= from_day))),
    CONSTRAINT contract_within_a_week CHECK ((minutes_a_week <= 10080)),
    CONSTRAINT duty_contract_minutes_a_week_check CHECK ((minutes_a_week >= 0))
);

ALTER TABLE public.duty_contract ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_contract_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_leave (
    id bigint NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    kind character varying(20) NOT NULL,
    words character varying(200) NOT NULL,
    state character varying(9) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decided_by character varying(80) NOT NULL,
    decided_words character varying(200) NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT leave_decided_by_somebody CHECK ((((decided_at IS NULL) AND ((decided_by)::text = ''::text) AND ((state)::text = 'asked'::text)) OR ((NOT ((state)::text = 'asked'::text)) AND (decided_at IS NOT NULL) AND (NOT ((decided_by)::text = ''::text))))),
    CONSTRAINT leave_ends_after_it_begins CHECK ((last >= first)),
    CONSTRAINT leave_refused_with_a_word CHECK (((NOT ((state)::text = 'refused'::text)) OR (NOT ((decided_words)::text = ''::text)))),
    CONSTRAINT leave_state_known CHECK (((state)::text = ANY ((ARRAY['asked'::character varying, 'granted'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[])))
);

ALTER TABLE public.duty_leave ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_leave_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_overtime (
    id bigint NOT NULL,
    day date NOT NULL,
    minutes integer NOT NULL,
    tickets integer NOT NULL,
    is_confirmed boolean NOT NULL,
    words character varying(200) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    decided_by character varying(80) NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT duty_overtime_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT duty_overtime_tickets_check CHECK ((tickets >= 0)),
    CONSTRAINT overtime_of_numbers_alone CHECK (((minutes > 0) AND (tickets > 0))),
    CONSTRAINT overtime_refused_with_a_word CHECK ((is_confirmed OR (NOT ((words)::text = ''::text))))
);

ALTER TABLE public.duty_overtime ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_overtime_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_roster (
    id uuid NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    state character varying(9) NOT NULL,
    told jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(80) NOT NULL,
    published_at timestamp with time zone,
    published_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    replaces_id uuid,
    CONSTRAINT roster_ends_after_it_begins CHECK ((last >= first)),
    CONSTRAINT roster_published_by_somebody CHECK ((((published_at IS NULL) AND ((published_by)::text = ''::text) AND ((state)::text = ANY ((ARRAY['draft'::character varying, 'dropped'::character varying])::text[]))) OR ((published_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['published'::character varying, 'replaced'::character varying])::text[])) AND (NOT ((published_by)::text = ''::text)))))
);

CREATE TABLE public.duty_rosterday (
    id bigint NOT NULL,
    day date NOT NULL,
    needs jsonb NOT NULL,
    arrivals jsonb NOT NULL,
    basis character varying(8) NOT NULL,
    counts boolean NOT NULL,
    centre_id character varying(16) NOT NULL,
    roster_id uuid NOT NULL
);

ALTER TABLE public.duty_rosterday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_rosterday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_rosterseen (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    roster_id uuid NOT NULL
);

ALTER TABLE public.duty_rosterseen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_rosterseen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_shiftpattern (
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    version integer NOT NULL,
    name_zh character varying(20) NOT NULL,
    name_en character varying(40) NOT NULL,
    begins time without time zone NOT NULL,
    ends time without time zone NOT NULL,
    lunch_from time without time zone,
    lunch_until time without time zone,
    on_working_days boolean NOT NULL,
    is_late boolean NOT NULL,
    is_retired boolean NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT duty_shiftpattern_version_check CHECK ((version >= 0)),
    CONSTRAINT shift_pattern_ends_after_it_begins CHECK ((ends > begins)),
    CONSTRAINT shift_pattern_lunch_inside CHECK ((((lunch_from IS NULL) AND (lunch_until IS NULL)) OR ((lunch_from IS NOT NULL) AND (lunch_until IS NOT NULL) AND (lunch_from >= begins) AND (lunch_until > lunch_from) AND (lunch_until <= ends))))
);

ALTER TABLE public.duty_shiftpattern ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_shiftpattern_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_swap (
    id uuid NOT NULL,
    day date NOT NULL,
    day_back date,
    offered_at timestamp with time zone NOT NULL,
    words character varying(200) NOT NULL,
    state character varying(9) NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    centre_id character varying(16) NOT NULL,
    gives_id bigint NOT NULL,
    offered_by_id bigint NOT NULL,
    takes_id bigint,
    to_id bigint,
    CONSTRAINT swap_answered_by_somebody CHECK ((((answered_at IS NULL) AND (answered_by_id IS NULL) AND ((state)::text = 'offered'::text)) OR ((NOT ((state)::text = 'offered'::text)) AND (answered_at IS NOT NULL) AND (answered_by_id IS NOT NULL)))),
    CONSTRAINT swap_between_two CHECK (((to_id IS NULL) OR (NOT ((to_id = offered_by_id) AND (to_id IS NOT NULL))))),
    CONSTRAINT swap_state_known CHECK (((state)::text = ANY ((ARRAY['offered'::character varying, 'agreed'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[])))
);

CREATE TABLE public.duty_wish (
    id bigint NOT NULL,
    day date NOT NULL,
    wants character varying(5) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    was_granted boolean,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT wish_wants_known CHECK (((wants)::text = ANY ((ARRAY['off'::character varying, 'early'::character varying])::text[])))
);

ALTER TABLE public.duty_wish ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.duty_wish_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kiosk_errand (
    id uuid NOT NULL,
    matter character varying(60) NOT NULL,
    matter_name jsonb NOT NULL,
    kind character varying(8) NOT NULL,
    by_proxy boolean NOT NULL,
    card_read boolean NOT NULL,
    proxy_card_read boolean NOT NULL,
    seat uuid,
    tag character varying(24) NOT NULL,
    step character varying(12) NOT NULL,
    notes jsonb NOT NULL,
    confirmed jsonb NOT NULL,
    form bytea NOT NULL,
    papers bytea NOT NULL,
    state character varying(10) NOT NULL,
    number character varying(24),
    token character varying(40),
    started_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    returned_at timestamp with time zone,
    submitted_at timestamp with time zone,
    ready_from timestamp with time zone,
    ended_at timestamp with time zone,
    asked_at timestamp with time zone,
    words bytea,
    wanted_again jsonb NOT NULL,
    prints smallint NOT NULL,
    catalogue_id integer NOT NULL,
    centre_id character varying(16) NOT NULL,
    consultation_id uuid NOT NULL,
    kiosk_id bigint,
    proxy_id uuid,
    receipt_id uuid,
    resident_id uuid,
    reviewer_id bigint,
    slip_id uuid,
    decided_at timestamp with time zone,
    refusal_id uuid,
    CONSTRAINT errand_accepted_has_receipt CHECK (((NOT ((state)::text = 'accepted'::text)) OR (receipt_id IS NOT NULL))),
    CONSTRAINT errand_state_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'review'::character varying, 'asked'::character varying, 'ready'::character varying, 'printed'::character varying, 'answered'::character varying, 'accepted'::character varying, 'refused'::character varying, 'abandoned'::character varying, 'lapsed'::character varying])::text[]))),
    CONSTRAINT errand_submitted_has_number CHECK ((((state)::text = ANY ((ARRAY['open'::character varying, 'abandoned'::character varying, 'answered'::character varying])::text[])) OR ((number IS NOT NULL) AND (resident_id IS NOT NULL) AND (submitted_at IS NOT NULL) AND (token IS NOT NULL)))),
    CONSTRAINT errand_two_persons CHECK (((resident_id IS NULL) OR (proxy_id IS NULL) OR (NOT ((proxy_id = resident_id) AND (proxy_id IS NOT NULL) AND (resident_id IS NOT NULL))))),
    CONSTRAINT kiosk_errand_prints_check CHECK ((prints >= 0))
);

CREATE TABLE public.kiosk_handover (
    id bigint NOT NULL,
    paper character varying(60) NOT NULL,
    token_hash bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    phone_hash bytea,
    closed_at timestamp with time zone,
    errand_id uuid NOT NULL,
    CONSTRAINT hand_over_expires_later CHECK ((expires_at > made_at))
);

ALTER TABLE public.kiosk_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.kiosk_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kiosk_picture (
    id uuid NOT NULL,
    paper character varying(60) NOT NULL,
    source character varying(8) NOT NULL,
    digest character varying(64) NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    bytes integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    looking character varying(8) NOT NULL,
    looked bytea,
    errand_id uuid NOT NULL,
    CONSTRAINT kiosk_picture_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT kiosk_picture_height_check CHECK ((height >= 0)),
    CONSTRAINT kiosk_picture_width_check CHECK ((width >= 0)),
    CONSTRAINT picture_has_size CHECK (((bytes > 0) AND (height > 0) AND (width > 0))),
    CONSTRAINT picture_looking_known CHECK (((looking)::text = ANY ((ARRAY['waiting'::character varying, 'done'::character varying, 'none'::character varying])::text[]))),
    CONSTRAINT picture_source_known CHECK (((source)::text = ANY ((ARRAY['camera'::character varying, 'phone'::character varying, 'screen'::character varying])::text[])))
);

CREATE TABLE public.kiosk_stay (
    id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended character varying(8) NOT NULL,
    step character varying(16) NOT NULL,
    matter character varying(80) NOT NULL,
    words bytea,
    centre_id character varying(16) NOT NULL,
    consultation_id uuid,
    kiosk_id bigint,
    slip_id uuid,
    CONSTRAINT stay_keeps_nothing_after_its_end CHECK (((ended_at IS NULL) OR ((consultation_id IS NULL) AND (slip_id IS NULL) AND (words IS NULL)))),
    CONSTRAINT stay_says_how_it_ended CHECK (((((ended)::text = ''::text) AND (ended_at IS NULL)) OR (((ended)::text = ANY ((ARRAY['done'::character varying, 'idle'::character varying, 'next'::character varying, 'lapsed'::character varying])::text[])) AND (ended_at IS NOT NULL))))
);

CREATE TABLE public.knowledge_answer (
    id uuid NOT NULL,
    matter character varying(80) NOT NULL,
    state character varying(10) NOT NULL,
    number smallint NOT NULL,
    given_at timestamp with time zone NOT NULL,
    mended_at timestamp with time zone,
    withdrawn_why character varying(200) NOT NULL,
    taken_up character varying(8) NOT NULL,
    taken_up_at timestamp with time zone,
    taken_up_by character varying(80) NOT NULL,
    taken_up_why character varying(200) NOT NULL,
    finding uuid,
    shared_at timestamp with time zone,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT answer_finding_of_its_own CHECK ((((finding IS NOT NULL) AND ((taken_up)::text = 'finding'::text)) OR ((NOT ((taken_up)::text = 'finding'::text)) AND (finding IS NULL)))),
    CONSTRAINT answer_nothing_needed_with_a_reason CHECK (((NOT ((taken_up)::text = 'nothing'::text)) OR (NOT ((taken_up_why)::text = ''::text)))),
    CONSTRAINT answer_shared_once_taken_up CHECK ((((shared_at IS NOT NULL) AND ((taken_up)::text = ANY ((ARRAY['finding'::character varying, 'training'::character varying])::text[]))) OR ((NOT ((taken_up)::text = ANY ((ARRAY['finding'::character varying, 'training'::character varying])::text[]))) AND (shared_at IS NULL)))),
    CONSTRAINT answer_state_known CHECK (((state)::text = ANY ((ARRAY['current'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT answer_taken_up_by_somebody CHECK ((((finding IS NULL) AND ((taken_up)::text = ''::text) AND (taken_up_at IS NULL) AND ((taken_up_by)::text = ''::text) AND ((taken_up_why)::text = ''::text)) OR (((taken_up)::text = ANY ((ARRAY['finding'::character varying, 'training'::character varying, 'nothing'::character varying])::text[])) AND (taken_up_at IS NOT NULL) AND (NOT ((taken_up_by)::text = ''::text))))),
    CONSTRAINT answer_withdrawn_for_a_reason CHECK (((((state)::text = 'current'::text) AND ((withdrawn_why)::text = ''::text)) OR ((mended_at IS NOT NULL) AND ((state)::text = 'withdrawn'::text) AND (NOT ((withdrawn_why)::text = ''::text))))),
    CONSTRAINT knowledge_answer_number_check CHECK ((number >= 0))
);

CREATE TABLE public.knowledge_answerversion (
    id bigint NOT NULL,
    number smallint NOT NULL,
    how character varying(10) NOT NULL,
    question character varying(500) NOT NULL,
    words character varying(1000) NOT NULL,
    why character varying(200) NOT NULL,
    catalogue integer NOT NULL,
    bound_to character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    answer_id uuid NOT NULL,
    CONSTRAINT answer_version_begins_given CHECK (((((how)::text = 'given'::text) AND (number = 1)) OR (((how)::text = ANY ((ARRAY['corrected'::character varying, 'confirmed'::character varying])::text[])) AND (number > 1)))),
    CONSTRAINT answer_version_corrected_for_a_reason CHECK (((NOT ((how)::text = 'corrected'::text)) OR (NOT ((why)::text = ''::text)))),
    CONSTRAINT answer_version_in_words CHECK (((NOT ((question)::text = ''::text)) AND (NOT ((words)::text = ''::text)))),
    CONSTRAINT knowledge_answerversion_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT knowledge_answerversion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.knowledge_answerversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_answerversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_given (
    id bigint NOT NULL,
    version smallint NOT NULL,
    how character varying(8) NOT NULL,
    at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    account_id bigint NOT NULL,
    answer_id uuid NOT NULL,
    centre_id character varying(16) NOT NULL,
    question_id uuid,
    CONSTRAINT given_to_a_question_or_spared CHECK (((((how)::text = 'spared'::text) AND (question_id IS NULL)) OR (((how)::text = ANY ((ARRAY['answered'::character varying, 'reused'::character varying])::text[])) AND (question_id IS NOT NULL)))),
    CONSTRAINT knowledge_given_version_check CHECK ((version >= 0))
);

ALTER TABLE public.knowledge_given ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.knowledge_given_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.knowledge_question (
    id uuid NOT NULL,
    "window" smallint,
    ticket uuid,
    ticket_number character varying(8) NOT NULL,
    visit uuid,
    slip uuid,
    matter character varying(80) NOT NULL,
    catalogue integer NOT NULL,
    words character varying(500) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    seen_at timestamp with time zone,
    for_director boolean NOT NULL,
    reminded_at timestamp with time zone,
    coming_at timestamp with time zone,
    ended_at timestamp with time zone,
    helped character varying(3) NOT NULL,
    read_at timestamp with time zone,
    account_id bigint NOT NULL,
    answer_id uuid,
    centre_id character varying(16) NOT NULL,
    helper_id bigint,
    passed_to_id bigint,
    CONSTRAINT knowledge_question_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT knowledge_question_window_check CHECK (("window" >= 0)),
    CONSTRAINT question_judged_once_over CHECK ((((helped)::text = ''::text) OR (((helped)::text = ANY ((ARRAY['yes'::character varying, 'no'::character varying])::text[])) AND ((state)::text = ANY ((ARRAY['answered'::character varying, 'settled'::character varying])::text[]))))),
    CONSTRAINT question_not_answered_by_its_asker CHECK (((helper_id IS NULL) OR (NOT ((helper_id = account_id) AND (helper_id IS NOT NULL))))),
    CONSTRAINT question_whole_in_its_state CHECK ((((answer_id IS NULL) AND (ended_at IS NULL) AND (helper_id IS NULL) AND ((state)::text = 'asked'::text)) OR ((answer_id IS NULL) AND (coming_at IS NOT NULL) AND (ended_at IS NULL) AND (helper_id IS NOT NULL) AND ((state)::text = 'coming'::text)) OR ((answer_id IS NOT NULL) AND (ended_at IS NOT NULL) AND (helper_id IS NOT NULL) AND ((state)::text = 'answered'::text)) OR ((ended_at IS NOT NULL) AND (helper_id IS NOT NULL) AND ((state)::text = 'settled'::text)) OR ((answer_id IS NULL) AND (ended_at IS NOT NULL) AND ((state)::text = 'withdrawn'::text))))
);

CREATE TABLE public.ledger_brake (
    key bytea NOT NULL,
    count integer NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT ledger_brake_count_check CHECK ((count >= 0))
);

CREATE TABLE public.ledger_event (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    centre character varying(16) NOT NULL,
    actor character varying(80) NOT NULL,
    thing character varying(40) NOT NULL,
    thing_id character varying(64) NOT NULL,
    verb character varying(40) NOT NULL,
    from_state character varying(40) NOT NULL,
    to_state character varying(40) NOT NULL,
    data jsonb NOT NULL,
    public jsonb
);

ALTER TABLE public.ledger_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_requestkey (
    key uuid NOT NULL,
    action character varying(60) NOT NULL,
    actor character varying(80) NOT NULL,
    result jsonb,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.ledger_seal (
    id bigint NOT NULL,
    event_id bigint NOT NULL,
    centre character varying(16) NOT NULL,
    "position" bigint NOT NULL,
    digest character varying(64) NOT NULL,
    form smallint DEFAULT 1 NOT NULL,
    CONSTRAINT ledger_seal_form_check CHECK ((form >= 0))
);

ALTER TABLE public.ledger_seal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_seal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.licences_lookup (
    id bigint NOT NULL,
    licence character varying(20) NOT NULL,
    store character varying(40) NOT NULL,
    occasion uuid NOT NULL,
    centre character varying(16) NOT NULL,
    channel character varying(12) NOT NULL,
    by character varying(80) NOT NULL,
    purpose character varying(200) NOT NULL,
    basis character varying(10) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state character varying(12) NOT NULL,
    answered_at timestamp with time zone,
    trouble character varying(16) NOT NULL,
    valid_until date,
    held bytea,
    held_until timestamp with time zone,
    waits_since timestamp with time zone,
    tries smallint NOT NULL,
    next_at timestamp with time zone,
    resident_id uuid NOT NULL,
    CONSTRAINT licences_lookup_tries_check CHECK ((tries >= 0)),
    CONSTRAINT lookup_basis_known CHECK (((basis)::text = ANY ((ARRAY['request'::character varying, 'promised'::character varying])::text[]))),
    CONSTRAINT lookup_has_purpose CHECK ((NOT ((purpose)::text = ''::text))),
    CONSTRAINT lookup_held_has_its_end CHECK ((((held IS NULL) AND (held_until IS NULL)) OR ((held IS NOT NULL) AND (held_until IS NOT NULL)))),
    CONSTRAINT lookup_settled_was_answered CHECK (((NOT ((state)::text = ANY ((ARRAY['found'::character varying, 'none'::character varying, 'unusable'::character varying])::text[]))) OR (answered_at IS NOT NULL))),
    CONSTRAINT lookup_state_known CHECK (((state)::text = ANY ((ARRAY['found'::character varying, 'none'::character varying, 'unusable'::character varying, 'unanswered'::character varying, 'waiting'::character varying, 'given-up'::character varying, 'dropped'::character varying])::text[]))),
    CONSTRAINT lookup_waiting_has_its_next_try CHECK ((((next_at IS NOT NULL) AND ((state)::text = 'waiting'::text) AND (waits_since IS NOT NULL)) OR ((NOT ((state)::text = 'waiting'::text)) AND (next_at IS NULL))))
);

ALTER TABLE public.licences_lookup ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.licences_lookup_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.licences_storegate (
    store character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    failures integer NOT NULL,
    openings integer NOT NULL,
    until timestamp with time zone,
    answered_at timestamp with time zone,
    failed_at timestamp with time zone,
    trouble character varying(16) NOT NULL,
    CONSTRAINT gate_shut_until_a_moment CHECK (((((state)::text = 'closed'::text) AND (until IS NULL)) OR ((NOT ((state)::text = 'closed'::text)) AND (until IS NOT NULL)))),
    CONSTRAINT gate_state_known CHECK (((state)::text = ANY ((ARRAY['closed'::character varying, 'open'::character varying, 'half-open'::character varying])::text[]))),
    CONSTRAINT licences_storegate_failures_check CHECK ((failures >= 0)),
    CONSTRAINT licences_storegate_openings_check CHECK ((openings >= 0))
);

CREATE TABLE public.licences_storeminute (
    id bigint NOT NULL,
    store character varying(40) NOT NULL,
    minute timestamp with time zone NOT NULL,
    answered integer NOT NULL,
    failed integer NOT NULL,
    milliseconds integer NOT NULL,
    CONSTRAINT licences_storeminute_answered_check CHECK ((answered >= 0)),
    CONSTRAINT licences_storeminute_failed_check CHECK ((failed >= 0)),
    CONSTRAINT licences_storeminute_milliseconds_check CHECK ((milliseconds >= 0))
);

ALTER TABLE public.licences_storeminute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.licences_storeminute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lobby_displaylayout (
    id bigint NOT NULL,
    number smallint NOT NULL,
    windows jsonb NOT NULL,
    calls smallint NOT NULL,
    languages character varying(8) NOT NULL,
    volume smallint NOT NULL,
    notice_zh character varying(60) NOT NULL,
    notice_en character varying(120) NOT NULL,
    shows_waiting boolean NOT NULL,
    colours character varying(8) NOT NULL,
    version integer NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT display_layout_calls CHECK (((calls >= 1) AND (calls <= 6))),
    CONSTRAINT display_layout_colours CHECK (((colours)::text = ANY ((ARRAY['light'::character varying, 'high'::character varying])::text[]))),
    CONSTRAINT display_layout_languages CHECK (((languages)::text = ANY ((ARRAY['zh'::character varying, 'zh en'::character varying, 'en'::character varying])::text[]))),
    CONSTRAINT display_layout_volume CHECK ((volume <= 100)),
    CONSTRAINT lobby_displaylayout_calls_check CHECK ((calls >= 0)),
    CONSTRAINT lobby_displaylayout_number_check CHECK ((number >= 0)),
    CONSTRAINT lobby_displaylayout_version_check CHECK ((version >= 0)),
    CONSTRAINT lobby_displaylayout_volume_check CHECK ((volume >= 0))
);

ALTER TABLE public.lobby_displaylayout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lobby_displaylayout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lobby_learnedwaits (
    id bigint NOT NULL,
    learnt_at timestamp with time zone NOT NULL,
    days integer NOT NULL,
    cases integer NOT NULL,
    told jsonb,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT lobby_learnedwaits_cases_check CHECK ((cases >= 0)),
    CONSTRAINT lobby_learnedwaits_days_check CHECK ((days >= 0))
);

ALTER TABLE public.lobby_learnedwaits ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lobby_learnedwaits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lobby_priorityweight (
    id bigint NOT NULL,
    version integer NOT NULL,
    code character varying(20) NOT NULL,
    minutes smallint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT lobby_priorityweight_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT lobby_priorityweight_version_check CHECK ((version >= 0)),
    CONSTRAINT priority_weight_never_absolute CHECK ((minutes <= 60))
);

ALTER TABLE public.lobby_priorityweight ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lobby_priorityweight_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lobby_ticket (
    id uuid NOT NULL,
    day date NOT NULL,
    prefix character varying(2) NOT NULL,
    serial integer NOT NULL,
    state character varying(8) NOT NULL,
    reason character varying(20) NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    queue_at timestamp with time zone NOT NULL,
    estimate_minutes smallint,
    calls smallint NOT NULL,
    called_at timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    centre_id character varying(16) NOT NULL,
    served_by_id bigint,
    window_id bigint,
    visit_id uuid NOT NULL,
    appointment uuid,
    appointment_at timestamp with time zone,
    category character varying(40) DEFAULT ''::character varying NOT NULL,
    credit_minutes smallint DEFAULT 0 NOT NULL,
    first_called_at timestamp with time zone,
    for_window_id bigint,
    sent_from smallint,
    sent_why character varying(20) DEFAULT ''::character varying NOT NULL,
    sent_words character varying(120) DEFAULT ''::character varying NOT NULL,
    waits_since timestamp with time zone NOT NULL,
    paper character varying(8) DEFAULT 'none'::character varying NOT NULL,
    latest_minutes smallint,
    soonest_minutes smallint,
    told_from timestamp with time zone,
    announced_at timestamp with time zone,
    counts_since timestamp with time zone,
    CONSTRAINT lobby_ticket_calls_check CHECK ((calls >= 0)),
    CONSTRAINT lobby_ticket_credit_minutes_check CHECK ((credit_minutes >= 0)),
    CONSTRAINT lobby_ticket_estimate_minutes_check CHECK ((estimate_minutes >= 0)),
    CONSTRAINT lobby_ticket_latest_minutes_check CHECK ((latest_minutes >= 0)),
    CONSTRAINT lobby_ticket_sent_from_check CHECK ((sent_from >= 0)),
    CONSTRAINT lobby_ticket_serial_check CHECK ((serial >= 0)),
    CONSTRAINT lobby_ticket_soonest_minutes_check CHECK ((soonest_minutes >= 0)),
    CONSTRAINT ticket_counts_since_booked CHECK (((counts_since IS NULL) OR ((appointment_at IS NOT NULL) AND (queue_at <= counts_since)))),
    CONSTRAINT ticket_credit_never_absolute CHECK ((credit_minutes <= 60)),
    CONSTRAINT ticket_for_window_waits CHECK (((for_window_id IS NULL) OR ((state)::text = 'waiting'::text))),
    CONSTRAINT ticket_never_set_back CHECK ((queue_at <= waits_since)),
    CONSTRAINT ticket_open_has_window CHECK (((NOT ((state)::text = ANY ((ARRAY['called'::character varying, 'serving'::character varying])::text[]))) OR (window_id IS NOT NULL))),
    CONSTRAINT ticket_paper_known CHECK (((paper)::text = ANY ((ARRAY['none'::character varying, 'printing'::character varying, 'printed'::character varying, 'failed'::character varying, 'unsure'::character varying])::text[]))),
    CONSTRAINT ticket_state_known CHECK (((state)::text = ANY ((ARRAY['unissued'::character varying, 'waiting'::character varying, 'called'::character varying, 'serving'::character varying, 'done'::character varying, 'missed'::character varying, 'left'::character varying, 'held'::character varying])::text[]))),
    CONSTRAINT ticket_told_within_range CHECK ((((latest_minutes IS NULL) AND (soonest_minutes IS NULL)) OR ((estimate_minutes IS NOT NULL) AND (latest_minutes >= estimate_minutes) AND (latest_minutes IS NOT NULL) AND (soonest_minutes IS NOT NULL) AND (soonest_minutes <= estimate_minutes)))),
    CONSTRAINT ticket_unissued_lacks_paper CHECK (((NOT ((state)::text = 'unissued'::text)) OR ((paper)::text = ANY ((ARRAY['printing'::character varying, 'failed'::character varying])::text[]))))
);

CREATE TABLE public.lobby_ticketcounter (
    id bigint NOT NULL,
    day date NOT NULL,
    prefix character varying(2) NOT NULL,
    last integer NOT NULL,
    centre_id character varying(16) NOT NULL,
    last_at timestamp with time zone,
    CONSTRAINT lobby_ticketcounter_last_check CHECK ((last >= 0))
);

ALTER TABLE public.lobby_ticketcounter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lobby_ticketcounter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lobby_tidalalert (
    id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    minutes smallint,
    waiting integer NOT NULL,
    threshold_minutes smallint NOT NULL,
    seen_at timestamp with time zone,
    seen_by character varying(80) NOT NULL,
    asked_at timestamp with time zone,
    asked_by character varying(80) NOT NULL,
    opened_at timestamp with time zone,
    cleared_at timestamp with time zone,
    asked_account_id bigint,
    asked_window_id bigint,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT lobby_tidalalert_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT lobby_tidalalert_threshold_minutes_check CHECK ((threshold_minutes >= 0)),
    CONSTRAINT lobby_tidalalert_waiting_check CHECK ((waiting >= 0)),
    CONSTRAINT tidal_asked_whole CHECK ((((asked_account_id IS NULL) AND (asked_at IS NULL) AND (asked_window_id IS NULL)) OR ((asked_account_id IS NOT NULL) AND (asked_at IS NOT NULL) AND (asked_window_id IS NOT NULL)))),
    CONSTRAINT tidal_seen_by_somebody CHECK ((((seen_at IS NULL) AND ((seen_by)::text = ''::text)) OR ((seen_at IS NOT NULL) AND (NOT ((seen_by)::text = ''::text)))))
);

ALTER TABLE public.lobby_tidalalert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.lobby_tidalalert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lobby_visit (
    id uuid NOT NULL,
    day date NOT NULL,
    wanted jsonb NOT NULL,
    accepted jsonb NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    outcome character varying(8) NOT NULL,
    centre_id character varying(16) NOT NULL,
    resident_id uuid,
    slip_id uuid,
    channel character varying(8) DEFAULT 'hall'::character varying NOT NULL,
    proxy_id uuid,
    relation character varying(16) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT visit_channel_known CHECK (((channel)::text = ANY ((ARRAY['hall'::character varying, 'kiosk'::character varying])::text[]))),
    CONSTRAINT visit_finished_with_outcome CHECK ((((finished_at IS NULL) AND ((outcome)::text = ''::text)) OR ((finished_at IS NOT NULL) AND (NOT ((outcome)::text = ''::text))))),
    CONSTRAINT visit_outcome_known CHECK (((outcome)::text = ANY ((ARRAY[''::character varying, 'all'::character varying, 'part'::character varying, 'none'::character varying, 'left'::character varying])::text[]))),
    CONSTRAINT visit_proxy_has_relation CHECK ((((proxy_id IS NULL) AND ((relation)::text = ''::text)) OR ((proxy_id IS NOT NULL) AND ((relation)::text = ANY ((ARRAY['agent'::character varying, 'guardian'::character varying, 'relative'::character varying, 'representative'::character varying])::text[]))))),
    CONSTRAINT visit_two_persons CHECK (((proxy_id IS NULL) OR (resident_id IS NULL) OR (NOT ((proxy_id = resident_id) AND (proxy_id IS NOT NULL) AND (resident_id IS NOT NULL)))))
);

CREATE TABLE public.nodes_alias (
    id bigint NOT NULL,
    peer character varying(16) NOT NULL,
    "table" character varying(63) NOT NULL,
    theirs character varying(64) NOT NULL,
    ours character varying(64) NOT NULL,
    seen integer NOT NULL,
    CONSTRAINT alias_of_another CHECK ((NOT ((theirs)::text = (ours)::text))),
    CONSTRAINT nodes_alias_seen_check CHECK ((seen >= 0))
);

ALTER TABLE public.nodes_alias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nodes_alias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.nodes_call (
    id bigint NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    node_id character varying(16) NOT NULL
);

ALTER TABLE public.nodes_call ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nodes_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.nodes_call_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.nodes_conflict (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    same character varying(200) NOT NULL,
    centre character varying(16) NOT NULL,
    other character varying(16) NOT NULL,
    "left" jsonb NOT NULL,
    "right" jsonb NOT NULL,
    found_at timestamp with time zone NOT NULL,
    decision character varying(16) NOT NULL,
    note character varying(400) NOT NULL,
    decided_at timestamp with time zone,
    decided_by character varying(80) NOT NULL,
    CONSTRAINT conflict_decided_by_somebody CHECK ((((decided_at IS NULL) AND ((decided_by)::text = ''::text) AND ((decision)::text = ''::text)) OR ((decided_at IS NOT NULL) AND (NOT ((decided_by)::text = ''::text)) AND (NOT ((decision)::text = ''::text))))),
    CONSTRAINT conflict_kind_known CHECK (((kind)::text = ANY ((ARRAY['slip-twice'::character varying, 'matter-twice'::character varying, 'account-closed'::character varying, 'not-both'::character varying])::text[])))
);

CREATE TABLE public.nodes_here (
    "only" smallint NOT NULL,
    role character varying(8) NOT NULL,
    centre character varying(16) NOT NULL,
    number smallint NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT node_here_is_city_or_centre CHECK (((((centre)::text = ''::text) AND (number = 0) AND ((role)::text = 'city'::text)) OR ((number >= 1) AND ((role)::text = 'centre'::text) AND (NOT ((centre)::text = ''::text))))),
    CONSTRAINT node_here_once CHECK (("only" = 1)),
    CONSTRAINT nodes_here_number_check CHECK ((number >= 0)),
    CONSTRAINT nodes_here_only_check CHECK (("only" >= 0))
);

CREATE TABLE public.nodes_holding (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    slip_id uuid NOT NULL,
    node_id character varying(16) NOT NULL
);

ALTER TABLE public.nodes_holding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nodes_holding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.nodes_line (
    "only" smallint NOT NULL,
    city character varying(200) NOT NULL,
    heard bigint NOT NULL,
    acknowledged bigint NOT NULL,
    mark bigint NOT NULL,
    mark_until bigint NOT NULL,
    settled bigint NOT NULL,
    is_up boolean NOT NULL,
    since timestamp with time zone NOT NULL,
    tried_at timestamp with time zone,
    sent_at timestamp with time zone,
    trouble jsonb,
    said bigint NOT NULL,
    past bigint,
    CONSTRAINT line_once CHECK (("only" = 1)),
    CONSTRAINT nodes_line_only_check CHECK (("only" >= 0))
);

CREATE TABLE public.nodes_node (
    centre_id character varying(16) NOT NULL,
    number smallint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    heard bigint NOT NULL,
    acknowledged bigint NOT NULL,
    mark bigint NOT NULL,
    mark_until bigint NOT NULL,
    settled bigint NOT NULL,
    calls bigint NOT NULL,
    last_at timestamp with time zone,
    told jsonb NOT NULL,
    trouble jsonb,
    trouble_since timestamp with time zone,
    said bigint NOT NULL,
    begins bigint NOT NULL,
    past bigint NOT NULL,
    given_up_at timestamp with time zone,
    CONSTRAINT node_number_1_to_8191 CHECK (((number >= 1) AND (number <= 8191))),
    CONSTRAINT node_trouble_since_when CHECK ((((trouble = 'null'::jsonb) AND (trouble_since IS NULL)) OR ((trouble IS NOT NULL) AND (trouble_since IS NOT NULL)))),
    CONSTRAINT nodes_node_number_check CHECK ((number >= 0))
);

CREATE TABLE public.nodes_nodekey (
    id bigint NOT NULL,
    number smallint NOT NULL,
    secret bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(80) NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    node_id character varying(16) NOT NULL,
    CONSTRAINT nodes_nodekey_number_check CHECK ((number >= 0))
);

ALTER TABLE public.nodes_nodekey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nodes_nodekey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.nodes_outgoing (
    id bigint NOT NULL,
    "to" character varying(16) NOT NULL,
    transaction bigint NOT NULL,
    "table" character varying(63) NOT NULL,
    deed character varying(1) NOT NULL,
    key character varying(64) NOT NULL,
    "row" text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT outgoing_deed_known CHECK (((deed)::text = ANY ((ARRAY['I'::character varying, 'U'::character varying, 'D'::character varying])::text[])))
);

ALTER TABLE public.nodes_outgoing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nodes_outgoing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.nodes_withheld (
    id bigint NOT NULL,
    peer character varying(16) NOT NULL,
    "table" character varying(63) NOT NULL,
    key character varying(64) NOT NULL,
    deed character varying(1) NOT NULL,
    "row" text,
    at timestamp with time zone NOT NULL,
    conflict_id uuid NOT NULL,
    beside character varying(64) NOT NULL
);

ALTER TABLE public.nodes_withheld ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.nodes_withheld_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_notice (
    id uuid NOT NULL,
    kind character varying(24) NOT NULL,
    about character varying(20) NOT NULL,
    about_id uuid NOT NULL,
    occasion character varying(60) NOT NULL,
    number character varying(24) NOT NULL,
    "values" jsonb NOT NULL,
    link character varying(80) NOT NULL,
    must_arrive boolean NOT NULL,
    is_urgent boolean NOT NULL,
    state character varying(10) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    round smallint NOT NULL,
    fresh_round smallint NOT NULL,
    tries smallint NOT NULL,
    claimed_until timestamp with time zone,
    way character varying(5) NOT NULL,
    reported_until timestamp with time zone,
    ended_at timestamp with time zone,
    why character varying(12) NOT NULL,
    remark character varying(400) NOT NULL,
    centre_id character varying(16) NOT NULL,
    resident_id uuid NOT NULL,
    CONSTRAINT notice_ended_at_some_time CHECK ((((ended_at IS NULL) AND ((state)::text = ANY ((ARRAY['due'::character varying, 'taken'::character varying])::text[]))) OR ((NOT ((state)::text = ANY ((ARRAY['due'::character varying, 'taken'::character varying])::text[]))) AND (ended_at IS NOT NULL)))),
    CONSTRAINT notice_failed_says_why CHECK (((NOT ((state)::text = 'failed'::text)) OR (NOT ((why)::text = ''::text)))),
    CONSTRAINT notice_state_known CHECK (((state)::text = ANY ((ARRAY['due'::character varying, 'taken'::character varying, 'delivered'::character varying, 'unknown'::character varying, 'failed'::character varying, 'dropped'::character varying, 'told'::character varying])::text[]))),
    CONSTRAINT notice_way_known CHECK (((way)::text = ANY ((ARRAY[''::character varying, 'sms'::character varying, 'app'::character varying, 'email'::character varying])::text[]))),
    CONSTRAINT notices_notice_fresh_round_check CHECK ((fresh_round >= 0)),
    CONSTRAINT notices_notice_round_check CHECK ((round >= 0)),
    CONSTRAINT notices_notice_tries_check CHECK ((tries >= 0))
);

CREATE TABLE public.notices_noticetry (
    id bigint NOT NULL,
    round smallint NOT NULL,
    way character varying(5) NOT NULL,
    provider character varying(20) NOT NULL,
    to_hash bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    answer character varying(120) NOT NULL,
    gateway_number character varying(64) NOT NULL,
    fate character varying(10) NOT NULL,
    reported_at timestamp with time zone,
    notice_id uuid NOT NULL,
    CONSTRAINT notice_try_answered_at_some_time CHECK ((((answered_at IS NULL) AND ((outcome)::text = 'begun'::text)) OR ((NOT ((outcome)::text = 'begun'::text)) AND (answered_at IS NOT NULL)))),
    CONSTRAINT notice_try_fate_known CHECK (((fate)::text = ANY ((ARRAY[''::character varying, 'delivered'::character varying, 'failed'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT notice_try_outcome_known CHECK (((outcome)::text = ANY ((ARRAY['begun'::character varying, 'taken'::character varying, 'refused'::character varying, 'later'::character varying, 'uncertain'::character varying])::text[]))),
    CONSTRAINT notices_noticetry_round_check CHECK ((round >= 0))
);

ALTER TABLE public.notices_noticetry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_noticetry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_rules (
    centre_id character varying(16) NOT NULL,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    most_a_day smallint NOT NULL,
    collect_days smallint NOT NULL,
    remind_days smallint NOT NULL,
    CONSTRAINT notice_rules_collect_days CHECK (((collect_days >= 1) AND (collect_days <= 365))),
    CONSTRAINT notice_rules_most_a_day CHECK (((most_a_day >= 1) AND (most_a_day <= 10))),
    CONSTRAINT notice_rules_remind_days CHECK (((remind_days >= 1) AND (remind_days <= 365))),
    CONSTRAINT notices_rules_collect_days_check CHECK ((collect_days >= 0)),
    CONSTRAINT notices_rules_most_a_day_check CHECK ((most_a_day >= 0)),
    CONSTRAINT notices_rules_remind_days_check CHECK ((remind_days >= 0))
);

CREATE TABLE public.operation_clocktask (
    name character varying(40) NOT NULL,
    every interval NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    well_at timestamp with time zone,
    took interval,
    runs bigint NOT NULL,
    failures bigint NOT NULL,
    failed_at timestamp with time zone,
    failure character varying(200) NOT NULL,
    CONSTRAINT clock_task_every_positive CHECK ((every > '00:00:00'::interval)),
    CONSTRAINT clock_task_failed_when CHECK ((((failed_at IS NULL) AND (failures = 0)) OR ((failed_at IS NOT NULL) AND (failures > 0))))
);

CREATE TABLE public.people_consent (
    id bigint NOT NULL,
    purpose character varying(24) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    given_by character varying(80) NOT NULL,
    channel character varying(12) NOT NULL,
    centre character varying(16) NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying(80) NOT NULL,
    resident_id uuid NOT NULL,
    guardian bytea,
    CONSTRAINT consent_purpose_known CHECK (((purpose)::text = ANY ((ARRAY['reuse_answers'::character varying, 'messages'::character varying])::text[]))),
    CONSTRAINT consent_withdrawn_by_somebody CHECK ((((withdrawn_at IS NULL) AND ((withdrawn_by)::text = ''::text)) OR ((withdrawn_at IS NOT NULL) AND (NOT ((withdrawn_by)::text = ''::text)))))
);

ALTER TABLE public.people_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_identityview (
    id bigint NOT NULL,
    by character varying(80) NOT NULL,
    centre character varying(16) NOT NULL,
    purpose character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    resident_id uuid NOT NULL,
    reason character varying(12),
    CONSTRAINT identity_view_has_purpose CHECK ((NOT ((purpose)::text = ''::text)))
);

ALTER TABLE public.people_identityview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_identityview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.people_resident (
    id uuid NOT NULL,
    number_hash bytea NOT NULL,
    number bytea NOT NULL,
    name bytea,
    telephone bytea,
    first_seen timestamp with time zone NOT NULL,
    app_account bytea,
    email bytea,
    language character varying(2) DEFAULT 'zh'::character varying NOT NULL,
    notice_way character varying(5) DEFAULT ''::character varying NOT NULL,
    wiped_at timestamp with time zone,
    CONSTRAINT resident_language_known CHECK (((language)::text = ANY ((ARRAY['zh'::character varying, 'en'::character varying])::text[]))),
    CONSTRAINT resident_notice_way_known CHECK (((notice_way)::text = ANY ((ARRAY[''::character varying, 'sms'::character varying, 'app'::character varying, 'email'::character varying, 'none'::character varying])::text[])))
);

CREATE TABLE public.ratings_brokenpromise (
    id uuid NOT NULL,
    matter character varying(60) NOT NULL,
    paper character varying(60) NOT NULL,
    slip_said jsonb NOT NULL,
    window_asked jsonb NOT NULL,
    cause character varying(10) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by character varying(80) NOT NULL,
    "window" smallint,
    centre_id character varying(16) NOT NULL,
    slip_id uuid NOT NULL,
    visit_id uuid,
    CONSTRAINT broken_promise_cause_known CHECK (((cause)::text = ANY ((ARRAY['rule'::character varying, 'training'::character varying, 'system'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT ratings_brokenpromise_window_check CHECK (("window" >= 0))
);

CREATE TABLE public.ratings_complaint (
    id uuid NOT NULL,
    code character varying(10) NOT NULL,
    token character varying(40) NOT NULL,
    kind character varying(10) NOT NULL,
    matter character varying(60) NOT NULL,
    words bytea NOT NULL,
    telephone bytea,
    channel character varying(12) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    visit_id uuid,
    CONSTRAINT complaint_kind_known CHECK (((kind)::text = ANY ((ARRAY['could-not'::character varying, 'complaint'::character varying])::text[])))
);

CREATE TABLE public.ratings_invitation (
    id uuid NOT NULL,
    token character varying(40) NOT NULL,
    "window" smallint,
    made_at timestamp with time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    served_by_id bigint,
    visit_id uuid NOT NULL,
    CONSTRAINT ratings_invitation_window_check CHECK (("window" >= 0))
);

CREATE TABLE public.ratings_rating (
    id bigint NOT NULL,
    level smallint NOT NULL,
    reasons jsonb NOT NULL,
    words character varying(500) NOT NULL,
    channel character varying(12) NOT NULL,
    at timestamp with time zone NOT NULL,
    centre_id character varying(16) NOT NULL,
    invitation_id uuid NOT NULL,
    CONSTRAINT rating_level_1_to_5 CHECK (((level >= 1) AND (level <= 5))),
    CONSTRAINT ratings_rating_level_check CHECK ((level >= 0))
);

ALTER TABLE public.ratings_rating ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ratings_rating_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ratings_rectification (
    id uuid NOT NULL,
    state character varying(10) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    answer_by date NOT NULL,
    handle_by date NOT NULL,
    finish_by date NOT NULL,
    closed_at timestamp with time zone,
    notes jsonb NOT NULL,
    broken_promise_id uuid,
    centre_id character varying(16) NOT NULL,
    owner_id bigint,
    rating_id bigint,
    appeal bytea,
    appeal_until date,
    appealed_at timestamp with time zone,
    cause character varying(10) DEFAULT 'unknown'::character varying NOT NULL,
    outcome character varying(12) DEFAULT ''::character varying NOT NULL,
    reply character varying(1000) DEFAULT ''::character varying NOT NULL,
    complaint_id uuid,
    CONSTRAINT rectification_appealed_in_words CHECK ((((appeal IS NULL) AND (appealed_at IS NULL) AND (NOT ((state)::text = 'appealed'::text))) OR ((appeal IS NOT NULL) AND (appealed_at IS NOT NULL) AND (complaint_id IS NOT NULL)))),
    CONSTRAINT rectification_cause_known CHECK (((cause)::text = ANY ((ARRAY['rule'::character varying, 'training'::character varying, 'system'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT rectification_of_one_thing CHECK ((((broken_promise_id IS NULL) AND (complaint_id IS NULL) AND (rating_id IS NOT NULL)) OR ((broken_promise_id IS NOT NULL) AND (complaint_id IS NULL) AND (rating_id IS NULL)) OR ((broken_promise_id IS NULL) AND (complaint_id IS NOT NULL) AND (rating_id IS NULL)))),
    CONSTRAINT rectification_outcome_known CHECK (((outcome)::text = ANY ((ARRAY[''::character varying, 'content'::character varying, 'not-content'::character varying, 'not-reached'::character varying])::text[]))),
    CONSTRAINT rectification_state_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'answered'::character varying, 'handled'::character varying, 'closed'::character varying, 'appealed'::character varying])::text[])))
);

CREATE TABLE public.rehearsal_keptplan (
    id uuid NOT NULL,
    question character varying(12) NOT NULL,
    inputs jsonb NOT NULL,
    answer jsonb NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    days integer NOT NULL,
    version smallint NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    kept_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT kept_plan_simulated_days CHECK ((days > 0)),
    CONSTRAINT kept_plan_stands_on_days CHECK ((first <= last)),
    CONSTRAINT rehearsal_keptplan_days_check CHECK ((days >= 0)),
    CONSTRAINT rehearsal_keptplan_version_check CHECK ((version >= 0))
);

CREATE TABLE public.retention_erasure (
    id bigint NOT NULL,
    state character varying(8) NOT NULL,
    proof character varying(8) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by character varying(80) NOT NULL,
    answer_by date NOT NULL,
    ended_at timestamp with time zone,
    ended_by character varying(80) NOT NULL,
    reason character varying(400) NOT NULL,
    went jsonb NOT NULL,
    stays jsonb NOT NULL,
    centre_id character varying(16) NOT NULL,
    resident_id uuid NOT NULL,
    CONSTRAINT erasure_ended_by_somebody CHECK ((((ended_at IS NULL) AND ((ended_by)::text = ''::text) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (ended_at IS NOT NULL) AND (NOT ((ended_by)::text = ''::text))))),
    CONSTRAINT erasure_four_eyes CHECK ((((ended_by)::text = ''::text) OR (NOT ((ended_by)::text = (asked_by)::text)))),
    CONSTRAINT erasure_proof_known CHECK (((proof)::text = 'card'::text)),
    CONSTRAINT erasure_refused_says_why CHECK (((NOT ((state)::text = 'refused'::text)) OR (NOT ((reason)::text = ''::text)))),
    CONSTRAINT erasure_state_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'done'::character varying, 'refused'::character varying])::text[])))
);

ALTER TABLE public.retention_erasure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.retention_erasure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.retention_hold (
    id bigint NOT NULL,
    reason character varying(400) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    placed_by character varying(80) NOT NULL,
    lifted_at timestamp with time zone,
    lifted_by character varying(80) NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT hold_has_a_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT hold_lifted_by_somebody CHECK ((((lifted_at IS NULL) AND ((lifted_by)::text = ''::text)) OR ((lifted_at >= placed_at) AND (lifted_at IS NOT NULL) AND (NOT ((lifted_by)::text = ''::text)))))
);

ALTER TABLE public.retention_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.retention_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_challenge (
    id uuid NOT NULL,
    purpose character varying(8) NOT NULL,
    kept bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT challenge_purpose_known CHECK (((purpose)::text = ANY ((ARRAY['register'::character varying, 'prove'::character varying, 'code-app'::character varying])::text[])))
);

CREATE TABLE public.signin_factor (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    label character varying(40) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    secret bytea,
    last_step bigint NOT NULL,
    credential bytea,
    credential_id bytea,
    signatures bigint NOT NULL,
    code_hash bytea,
    account_id bigint NOT NULL,
    CONSTRAINT factor_holds_its_kind CHECK ((((code_hash IS NULL) AND (credential IS NULL) AND (credential_id IS NULL) AND ((kind)::text = 'totp'::text) AND (secret IS NOT NULL)) OR ((code_hash IS NULL) AND (credential IS NOT NULL) AND (credential_id IS NOT NULL) AND ((kind)::text = 'passkey'::text) AND (secret IS NULL)) OR ((code_hash IS NOT NULL) AND (credential IS NULL) AND (credential_id IS NULL) AND ((kind)::text = 'recovery'::text) AND (secret IS NULL))))
);

CREATE TABLE public.signin_factorrule (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    centre character varying(16) NOT NULL,
    needed boolean NOT NULL,
    CONSTRAINT factor_rule_role_known CHECK (((role)::text = ANY ((ARRAY['clerk'::character varying, 'director'::character varying, 'editor'::character varying, 'guide'::character varying, 'operator'::character varying, 'reviewer'::character varying, 'supervisor'::character varying])::text[])))
);

ALTER TABLE public.signin_factorrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_factorrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.signin_identityrequest (
    state_hash bytea NOT NULL,
    door character varying(8) NOT NULL,
    kept bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT identity_request_door_known CHECK (((door)::text = ANY ((ARRAY['staff'::character varying, 'resident'::character varying])::text[])))
);

CREATE TABLE public.signin_pendingsignin (
    id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    proofs character varying(40) NOT NULL,
    onward character varying(1000) NOT NULL,
    wrong smallint NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT signin_pendingsignin_wrong_check CHECK ((wrong >= 0))
);

CREATE TABLE public.signin_residentsession (
    id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    browser character varying(60) NOT NULL,
    resident_id uuid NOT NULL,
    CONSTRAINT resident_session_ends_after CHECK ((ends_at >= began_at))
);

CREATE TABLE public.signin_staffidentity (
    id bigint NOT NULL,
    issuer character varying(300) NOT NULL,
    subject character varying(255) NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL
);

ALTER TABLE public.signin_staffidentity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.signin_staffidentity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_account (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    username character varying(40) NOT NULL,
    name character varying(40) NOT NULL,
    name_en character varying(60) NOT NULL,
    is_active boolean NOT NULL,
    is_demonstration boolean NOT NULL,
    failed_sign_ins integer NOT NULL,
    CONSTRAINT account_username_form CHECK (((username)::text ~ '^[a-z0-9][a-z0-9.-]{1,39}$'::text)),
    CONSTRAINT staff_account_failed_sign_ins_check CHECK ((failed_sign_ins >= 0))
);

ALTER TABLE public.staff_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.staff_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_enrolment (
    account_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL
);

CREATE TABLE public.staff_grant (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    centre character varying(16) NOT NULL,
    account_id bigint NOT NULL,
    department character varying(40) DEFAULT ''::character varying NOT NULL,
    categories character varying(400) DEFAULT ''::character varying NOT NULL,
    withheld character varying(100) DEFAULT ''::character varying NOT NULL,
    from_at timestamp with time zone,
    until_at timestamp with time zone,
    given_by character varying(80) DEFAULT ''::character varying NOT NULL,
    reason character varying(200) DEFAULT ''::character varying NOT NULL,
    ended_at timestamp with time zone,
    ended_by character varying(80) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT grant_department_of_reviewers CHECK (((((role)::text = 'reviewer'::text) AND (NOT ((department)::text = ''::text))) OR ((NOT ((role)::text = 'reviewer'::text)) AND ((department)::text = ''::text)))),
    CONSTRAINT grant_ended_by_somebody CHECK ((((ended_at IS NULL) AND ((ended_by)::text = ''::text)) OR ((ended_at IS NOT NULL) AND (NOT ((ended_by)::text = ''::text))))),
    CONSTRAINT grant_for_good_or_lent_whole CHECK ((((ended_at IS NULL) AND (from_at IS NULL) AND ((given_by)::text = ''::text) AND ((reason)::text = ''::text) AND (until_at IS NULL)) OR ((from_at IS NOT NULL) AND (until_at > from_at) AND (NOT ((given_by)::text = ''::text)) AND (NOT ((reason)::text = ''::text))))),
    CONSTRAINT grant_role_known CHECK (((role)::text = ANY ((ARRAY['clerk'::character varying, 'device'::character varying, 'director'::character varying, 'editor'::character varying, 'guide'::character varying, 'operator'::character varying, 'reviewer'::character varying, 'supervisor'::character varying])::text[])))
);

ALTER TABLE public.staff_grant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.staff_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_qualification (
    id bigint NOT NULL,
    of character varying(8) NOT NULL,
    name character varying(80) NOT NULL,
    from_day date NOT NULL,
    until_day date,
    source character varying(200) NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT qualification_ends_after CHECK (((until_day IS NULL) OR (until_day >= from_day))),
    CONSTRAINT qualification_has_source CHECK ((NOT ((source)::text = ''::text))),
    CONSTRAINT qualification_of_known CHECK (((of)::text = ANY ((ARRAY['category'::character varying, 'matter'::character varying])::text[])))
);

ALTER TABLE public.staff_qualification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.staff_qualification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.staff_session (
    id uuid NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    proved_at timestamp with time zone NOT NULL,
    proofs character varying(60) NOT NULL,
    browser character varying(60) NOT NULL,
    network character varying(50) NOT NULL,
    ended_at timestamp with time zone,
    why_ended character varying(12) NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT session_end_known CHECK (((why_ended)::text = ANY ((ARRAY[''::character varying, 'signed-out'::character varying, 'by-owner'::character varying, 'by-operator'::character varying, 'idle'::character varying, 'over'::character varying, 'too-many'::character varying, 'elsewhere'::character varying, 'password'::character varying, 'factors'::character varying, 'closed'::character varying])::text[]))),
    CONSTRAINT session_ends_for_a_reason CHECK ((((ended_at IS NULL) AND ((why_ended)::text = ''::text)) OR ((ended_at IS NOT NULL) AND (NOT ((why_ended)::text = ''::text)))))
);

CREATE TABLE public.training_courseedition (
    id bigint NOT NULL,
    number integer NOT NULL,
    text_zh text NOT NULL,
    text_en text NOT NULL,
    picture uuid,
    shows_zh character varying(200) NOT NULL,
    shows_en character varying(200) NOT NULL,
    is_removed boolean NOT NULL,
    catalogue integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by character varying(80) NOT NULL,
    note_id uuid NOT NULL,
    CONSTRAINT course_edition_in_both_languages CHECK ((is_removed OR ((NOT (text_zh = ''::text)) AND (NOT (text_en = ''::text))))),
    CONSTRAINT course_edition_picture_in_words CHECK (((picture IS NULL) OR ((NOT ((shows_zh)::text = ''::text)) AND (NOT ((shows_en)::text = ''::text))))),
    CONSTRAINT training_courseedition_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT training_courseedition_number_check CHECK ((number >= 0))
);

ALTER TABLE public.training_courseedition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_courseedition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_coursenote (
    id uuid NOT NULL,
    of character varying(8) NOT NULL,
    name character varying(80) NOT NULL,
    newest integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT course_note_has_an_edition CHECK ((newest >= 1)),
    CONSTRAINT course_note_of_known CHECK (((of)::text = ANY ((ARRAY['category'::character varying, 'matter'::character varying])::text[]))),
    CONSTRAINT training_coursenote_newest_check CHECK ((newest >= 0))
);

CREATE TABLE public.training_followedversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    day date NOT NULL,
    drafts jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT training_followedversion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.training_followedversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_followedversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_followup (
    id uuid NOT NULL,
    due_on date NOT NULL,
    brought_at timestamp with time zone NOT NULL,
    figures jsonb NOT NULL,
    proposal character varying(10) NOT NULL,
    reason jsonb NOT NULL,
    rules smallint NOT NULL,
    decision character varying(10) NOT NULL,
    words character varying(400) NOT NULL,
    decided_at timestamp with time zone,
    account_id bigint NOT NULL,
    decided_by_id bigint,
    path_id bigint NOT NULL,
    CONSTRAINT follow_up_decided_whole CHECK ((((decided_at IS NULL) AND (decided_by_id IS NULL) AND ((decision)::text = ''::text) AND ((words)::text = ''::text)) OR (((decision)::text = ANY ((ARRAY['confirm'::character varying, 'practise'::character varying, 'again'::character varying, 'extend'::character varying, 'withdraw'::character varying])::text[])) AND (NOT ((words)::text = ''::text)) AND (decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL)))),
    CONSTRAINT follow_up_not_about_oneself CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = account_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT follow_up_proposal_known CHECK (((proposal)::text = ANY ((ARRAY['confirm'::character varying, 'practise'::character varying, 'again'::character varying, 'extend'::character varying])::text[]))),
    CONSTRAINT training_followup_rules_check CHECK ((rules >= 0))
);

CREATE TABLE public.training_oral (
    id uuid NOT NULL,
    matter character varying(60) NOT NULL,
    catalogue integer NOT NULL,
    day date NOT NULL,
    minutes smallint NOT NULL,
    passed boolean NOT NULL,
    words character varying(400) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    examiner_id bigint NOT NULL,
    CONSTRAINT oral_has_words CHECK ((NOT ((words)::text = ''::text))),
    CONSTRAINT oral_minutes CHECK (((minutes >= 1) AND (minutes <= 240))),
    CONSTRAINT oral_of_somebody_else CHECK ((NOT (examiner_id = account_id))),
    CONSTRAINT training_oral_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT training_oral_minutes_check CHECK ((minutes >= 0))
);

CREATE TABLE public.training_path (
    id bigint NOT NULL,
    category character varying(60) NOT NULL,
    state character varying(10) NOT NULL,
    since timestamp with time zone NOT NULL,
    trial_from date,
    follow_up_on date,
    until_day date,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    quiz_id uuid,
    CONSTRAINT path_state_known CHECK (((state)::text = ANY ((ARRAY['learning'::character varying, 'tested'::character varying, 'trial'::character varying, 'due'::character varying, 'confirmed'::character varying, 'practise'::character varying, 'again'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT path_trial_has_its_days CHECK (((NOT ((state)::text = ANY ((ARRAY['trial'::character varying, 'due'::character varying, 'practise'::character varying])::text[]))) OR ((follow_up_on IS NOT NULL) AND (trial_from IS NOT NULL) AND (until_day > follow_up_on) AND (until_day IS NOT NULL))))
);

ALTER TABLE public.training_path ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_path_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_plan (
    id bigint NOT NULL,
    week date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    catalogue integer NOT NULL,
    rules smallint NOT NULL,
    lines jsonb NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT training_plan_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT training_plan_rules_check CHECK ((rules >= 0)),
    CONSTRAINT training_plan_week_from_monday CHECK ((EXTRACT(isodow FROM week) = (1)::numeric))
);

ALTER TABLE public.training_plan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_practicecard (
    id uuid NOT NULL,
    item character varying(160) NOT NULL,
    matter character varying(80) NOT NULL,
    category character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    memory jsonb NOT NULL,
    due_at timestamp with time zone NOT NULL,
    edition integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    retired_why character varying(20) NOT NULL,
    account_id bigint NOT NULL,
    inherits_id uuid,
    change_id uuid,
    CONSTRAINT practice_card_coming_by_a_change CHECK (((NOT ((state)::text = 'coming'::text)) OR (change_id IS NOT NULL))),
    CONSTRAINT practice_card_retired_for_a_reason CHECK ((((retired_at IS NOT NULL) AND ((state)::text = 'retired'::text) AND (NOT ((retired_why)::text = ''::text))) OR ((NOT ((state)::text = 'retired'::text)) AND (retired_at IS NULL) AND ((retired_why)::text = ''::text)))),
    CONSTRAINT practice_card_state_known CHECK (((state)::text = ANY ((ARRAY['in-force'::character varying, 'coming'::character varying, 'retired'::character varying])::text[]))),
    CONSTRAINT training_practicecard_edition_check CHECK ((edition >= 0))
);

CREATE TABLE public.training_practicereview (
    id uuid NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    chosen jsonb NOT NULL,
    was_right boolean NOT NULL,
    felt character varying(8) NOT NULL,
    felt_undone boolean NOT NULL,
    rating smallint NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    catalogue integer NOT NULL,
    account_id bigint NOT NULL,
    card_id uuid NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT practice_review_from_one CHECK ((number >= 1)),
    CONSTRAINT practice_review_rating_follows CHECK (((((felt)::text = ''::text) AND (rating = 1) AND (NOT was_right)) OR (((felt)::text = ''::text) AND (rating = 3) AND was_right) OR (((felt)::text = 'guessed'::text) AND (rating = 2) AND was_right) OR (((felt)::text = 'knew'::text) AND (rating = 4) AND was_right))),
    CONSTRAINT training_practicereview_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT training_practicereview_number_check CHECK ((number >= 0)),
    CONSTRAINT training_practicereview_rating_check CHECK ((rating >= 0))
);

CREATE TABLE public.training_practiceterms (
    id bigint NOT NULL,
    version integer NOT NULL,
    minutes smallint NOT NULL,
    new_a_day smallint NOT NULL,
    retention double precision NOT NULL,
    set_at timestamp with time zone NOT NULL,
    set_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT practice_terms_within_reason CHECK (((minutes >= 1) AND (minutes <= 60) AND (new_a_day <= 100) AND (version >= 1) AND (retention >= (0.7)::double precision) AND (retention <= (0.97)::double precision))),
    CONSTRAINT training_practiceterms_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT training_practiceterms_new_a_day_check CHECK ((new_a_day >= 0)),
    CONSTRAINT training_practiceterms_version_check CHECK ((version >= 0))
);

ALTER TABLE public.training_practiceterms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_practiceterms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_quiz (
    id uuid NOT NULL,
    category character varying(60) NOT NULL,
    matter character varying(60) NOT NULL,
    seed character varying(40) NOT NULL,
    state character varying(10) NOT NULL,
    catalogue integer NOT NULL,
    seen_catalogue integer NOT NULL,
    rules smallint NOT NULL,
    pass_percent smallint NOT NULL,
    day date NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    "right" smallint NOT NULL,
    counted smallint NOT NULL,
    account_id bigint NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT quiz_of_a_category CHECK ((NOT ((category)::text = ''::text))),
    CONSTRAINT quiz_over_has_its_moment CHECK ((((ended_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (ended_at >= begun_at) AND (ended_at IS NOT NULL)))),
    CONSTRAINT quiz_pass_percent CHECK (((pass_percent >= 1) AND (pass_percent <= 100))),
    CONSTRAINT quiz_right_of_counted CHECK (("right" <= counted)),
    CONSTRAINT quiz_state_known CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'passed'::character varying, 'failed'::character varying, 'abandoned'::character varying])::text[]))),
    CONSTRAINT training_quiz_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT training_quiz_counted_check CHECK ((counted >= 0)),
    CONSTRAINT training_quiz_pass_percent_check CHECK ((pass_percent >= 0)),
    CONSTRAINT training_quiz_right_check CHECK (("right" >= 0)),
    CONSTRAINT training_quiz_rules_check CHECK ((rules >= 0)),
    CONSTRAINT training_quiz_seen_catalogue_check CHECK ((seen_catalogue >= 0))
);

CREATE TABLE public.training_quizitem (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    item character varying(140) NOT NULL,
    catalogue integer NOT NULL,
    shown jsonb NOT NULL,
    chosen jsonb,
    "right" jsonb,
    why jsonb,
    is_right boolean,
    answered_at timestamp with time zone,
    struck_at timestamp with time zone,
    quiz_id uuid NOT NULL,
    CONSTRAINT quiz_item_answered_whole CHECK ((((answered_at IS NULL) AND (chosen = 'null'::jsonb) AND (is_right IS NULL) AND ("right" = 'null'::jsonb) AND (why = 'null'::jsonb)) OR ((answered_at IS NOT NULL) AND (chosen IS NOT NULL) AND (is_right IS NOT NULL) AND ("right" IS NOT NULL) AND (why IS NOT NULL)))),
    CONSTRAINT training_quizitem_catalogue_check CHECK ((catalogue >= 0)),
    CONSTRAINT training_quizitem_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.training_quizitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_quizitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_rulechange (
    id uuid NOT NULL,
    matter character varying(80) NOT NULL,
    from_day date NOT NULL,
    state character varying(10) NOT NULL,
    differs jsonb NOT NULL,
    draft uuid,
    edition integer NOT NULL,
    based_on integer NOT NULL,
    number integer,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT rule_change_in_force_by_a_version CHECK ((((number IS NOT NULL) AND ((state)::text = 'in-force'::text)) OR ((NOT ((state)::text = 'in-force'::text)) AND (draft IS NOT NULL) AND (number IS NULL)))),
    CONSTRAINT rule_change_state_known CHECK (((state)::text = ANY ((ARRAY['coming'::character varying, 'in-force'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT training_rulechange_based_on_check CHECK ((based_on >= 0)),
    CONSTRAINT training_rulechange_edition_check CHECK ((edition >= 0)),
    CONSTRAINT training_rulechange_number_check CHECK ((number >= 0))
);

CREATE TABLE public.training_rules (
    id bigint NOT NULL,
    version smallint NOT NULL,
    "values" jsonb NOT NULL,
    reason character varying(200) NOT NULL,
    said_at timestamp with time zone NOT NULL,
    said_by character varying(80) NOT NULL,
    centre_id character varying(16) NOT NULL,
    CONSTRAINT training_rules_have_a_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT training_rules_version_check CHECK ((version >= 0)),
    CONSTRAINT training_rules_version_from_1 CHECK ((version >= 1))
);

ALTER TABLE public.training_rules ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_studied (
    id bigint NOT NULL,
    of character varying(8) NOT NULL,
    name character varying(80) NOT NULL,
    catalogue integer NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    CONSTRAINT studied_of_known CHECK (((of)::text = ANY ((ARRAY['category'::character varying, 'matter'::character varying])::text[]))),
    CONSTRAINT training_studied_catalogue_check CHECK ((catalogue >= 0))
);

ALTER TABLE public.training_studied ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.training_studied_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.training_teaching (
    id uuid NOT NULL,
    about character varying(120) NOT NULL,
    day date NOT NULL,
    minutes smallint NOT NULL,
    state character varying(10) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    centre_id character varying(16) NOT NULL,
    learner_id bigint NOT NULL,
    teacher_id bigint NOT NULL,
    CONSTRAINT teaching_about_something CHECK ((NOT ((about)::text = ''::text))),
    CONSTRAINT teaching_answered_whole CHECK ((((answered_at IS NULL) AND ((state)::text = 'said'::text)) OR ((answered_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['confirmed'::character varying, 'denied'::character varying])::text[]))))),
    CONSTRAINT teaching_minutes CHECK (((minutes >= 5) AND (minutes <= 480))),
    CONSTRAINT teaching_of_somebody_else CHECK ((NOT (teacher_id = learner_id))),
    CONSTRAINT training_teaching_minutes_check CHECK ((minutes >= 0))
);

ALTER TABLE ONLY public.advice_askingprior
    ADD CONSTRAINT advice_askingprior_pkey PRIMARY KEY (learnt_at);

ALTER TABLE ONLY public.advice_consultation
    ADD CONSTRAINT advice_consultation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.advice_lookupbrake
    ADD CONSTRAINT advice_lookupbrake_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT advice_slip_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT advice_slip_token_key UNIQUE (token);

ALTER TABLE ONLY public.advice_slipcounter
    ADD CONSTRAINT advice_slipcounter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_alias
    ADD CONSTRAINT alias_once UNIQUE (peer, "table", theirs);

ALTER TABLE ONLY public.departments_answer
    ADD CONSTRAINT answer_once_per_key UNIQUE (system_id, key);

ALTER TABLE ONLY public.knowledge_answerversion
    ADD CONSTRAINT answer_version_once UNIQUE (answer_id, number);

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointment_number_once UNIQUE (centre_id, number);

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appointment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appointment_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.appointments_attempt
    ADD CONSTRAINT appointments_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_bookingcounter
    ADD CONSTRAINT appointments_bookingcounter_pkey PRIMARY KEY (centre_id);

ALTER TABLE ONLY public.appointments_bookingday
    ADD CONSTRAINT appointments_bookingday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_message
    ADD CONSTRAINT appointments_message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_rules
    ADD CONSTRAINT appointments_rules_pkey PRIMARY KEY (centre_id);

ALTER TABLE ONLY public.appointments_saidquota
    ADD CONSTRAINT appointments_saidquota_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_service
    ADD CONSTRAINT appointments_service_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_coefficient
    ADD CONSTRAINT appraisal_coefficient_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_frozenmonth
    ADD CONSTRAINT appraisal_frozenmonth_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_look
    ADD CONSTRAINT appraisal_look_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_modelversion
    ADD CONSTRAINT appraisal_model_once UNIQUE (centre_id, version);

ALTER TABLE ONLY public.appraisal_modelversion
    ADD CONSTRAINT appraisal_modelversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_objection
    ADD CONSTRAINT appraisal_objection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_signature
    ADD CONSTRAINT appraisal_signature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appraisal_spared
    ADD CONSTRAINT appraisal_spared_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_assignment
    ADD CONSTRAINT assignment_once_a_day UNIQUE (roster_id, account_id, day);

ALTER TABLE ONLY public.duty_attendance
    ADD CONSTRAINT attendance_version_once UNIQUE (account_id, centre_id, day, version);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_bookingday
    ADD CONSTRAINT booking_day_once UNIQUE (centre_id, day);

ALTER TABLE ONLY public.ratings_brokenpromise
    ADD CONSTRAINT broken_promise_once UNIQUE (slip_id, visit_id, matter, paper);

ALTER TABLE ONLY public.cases_cabinet
    ADD CONSTRAINT cabinet_number_once UNIQUE (centre_id, number);

ALTER TABLE ONLY public.centres_calendarday
    ADD CONSTRAINT calendar_day_once UNIQUE (notice_id, day);

ALTER TABLE ONLY public.centres_calendaryear
    ADD CONSTRAINT calendar_year_version_once UNIQUE (year, version);

ALTER TABLE ONLY public.cases_casecounter
    ADD CONSTRAINT case_counter_once UNIQUE (centre_id, day, kind);

ALTER TABLE ONLY public.cases_authority
    ADD CONSTRAINT cases_authority_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_cabinet
    ADD CONSTRAINT cases_cabinet_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_number_key UNIQUE (number);

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_casecounter
    ADD CONSTRAINT cases_casecounter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_compartment
    ADD CONSTRAINT cases_compartment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_delivery
    ADD CONSTRAINT cases_delivery_case_id_key UNIQUE (case_id);

ALTER TABLE ONLY public.cases_delivery
    ADD CONSTRAINT cases_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_gap
    ADD CONSTRAINT cases_gap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_handover
    ADD CONSTRAINT cases_handover_number_key UNIQUE (number);

ALTER TABLE ONLY public.cases_handover
    ADD CONSTRAINT cases_handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_handoverline
    ADD CONSTRAINT cases_handoverline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_missingnotice
    ADD CONSTRAINT cases_missingnotice_number_key UNIQUE (number);

ALTER TABLE ONLY public.cases_missingnotice
    ADD CONSTRAINT cases_missingnotice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_missingnotice
    ADD CONSTRAINT cases_missingnotice_token_key UNIQUE (token);

ALTER TABLE ONLY public.cases_parcel
    ADD CONSTRAINT cases_parcel_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_photograph
    ADD CONSTRAINT cases_photograph_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_receipt
    ADD CONSTRAINT cases_receipt_number_key UNIQUE (number);

ALTER TABLE ONLY public.cases_receipt
    ADD CONSTRAINT cases_receipt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_receipt
    ADD CONSTRAINT cases_receipt_token_key UNIQUE (token);

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_notice_id_key UNIQUE (notice_id);

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_number_key UNIQUE (number);

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_receipt_id_key UNIQUE (receipt_id);

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_token_key UNIQUE (token);

ALTER TABLE ONLY public.cases_recordprint
    ADD CONSTRAINT cases_recordprint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_recordprint
    ADD CONSTRAINT cases_recordprint_sha256_key UNIQUE (sha256);

ALTER TABLE ONLY public.cases_stop
    ADD CONSTRAINT cases_stop_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_storedresult
    ADD CONSTRAINT cases_storedresult_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cases_track
    ADD CONSTRAINT cases_track_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_catalogueversion
    ADD CONSTRAINT catalogue_catalogueversion_number_key UNIQUE (number);

ALTER TABLE ONLY public.catalogue_catalogueversion
    ADD CONSTRAINT catalogue_catalogueversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_draft
    ADD CONSTRAINT catalogue_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_draft
    ADD CONSTRAINT catalogue_draft_version_id_key UNIQUE (version_id);

ALTER TABLE ONLY public.catalogue_draftfile
    ADD CONSTRAINT catalogue_draftfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_finding
    ADD CONSTRAINT catalogue_finding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_meaning
    ADD CONSTRAINT catalogue_meaning_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.centres_calendarday
    ADD CONSTRAINT centres_calendarday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_calendaryear
    ADD CONSTRAINT centres_calendaryear_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_centre
    ADD CONSTRAINT centres_centre_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.centres_changedday
    ADD CONSTRAINT centres_changedday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_changedstretch
    ADD CONSTRAINT centres_changedstretch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT centres_device_account_id_key UNIQUE (account_id);

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT centres_device_pairing_hash_key UNIQUE (pairing_hash);

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT centres_device_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_duty
    ADD CONSTRAINT centres_duty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_hall
    ADD CONSTRAINT centres_hall_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_openinghours
    ADD CONSTRAINT centres_openinghours_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_window
    ADD CONSTRAINT centres_window_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_changedday
    ADD CONSTRAINT changed_day_once UNIQUE (centre_id, day);

ALTER TABLE ONLY public.centres_changedstretch
    ADD CONSTRAINT changed_stretch_once UNIQUE (changed_id, opens);

ALTER TABLE ONLY public.appraisal_coefficient
    ADD CONSTRAINT coefficient_once UNIQUE (centre_id, matter, version);

ALTER TABLE ONLY public.cases_compartment
    ADD CONSTRAINT compartment_number_once UNIQUE (cabinet_id, number);

ALTER TABLE ONLY public.duty_contract
    ADD CONSTRAINT contract_one_at_a_time EXCLUDE USING gist (int8range(account_id, account_id, '[]'::text) WITH &&, daterange(from_day, until_day, '[]'::text) WITH &&);

ALTER TABLE ONLY public.training_courseedition
    ADD CONSTRAINT course_edition_once UNIQUE (note_id, number);

ALTER TABLE ONLY public.days_dayaccount
    ADD CONSTRAINT day_account_once UNIQUE (centre_id, day, version);

ALTER TABLE ONLY public.days_dayaccount
    ADD CONSTRAINT days_dayaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.days_round
    ADD CONSTRAINT days_round_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.days_roundfinding
    ADD CONSTRAINT days_roundfinding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_delivery
    ADD CONSTRAINT delivery_once_per_change UNIQUE (subscription_id, change);

ALTER TABLE ONLY public.departments_answer
    ADD CONSTRAINT departments_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_change
    ADD CONSTRAINT departments_change_event_key UNIQUE (event);

ALTER TABLE ONLY public.departments_change
    ADD CONSTRAINT departments_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_delivery
    ADD CONSTRAINT departments_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_horizon
    ADD CONSTRAINT departments_horizon_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_nonce
    ADD CONSTRAINT departments_nonce_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_result
    ADD CONSTRAINT departments_result_pkey PRIMARY KEY (case_id);

ALTER TABLE ONLY public.departments_resultfile
    ADD CONSTRAINT departments_resultfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_subscription
    ADD CONSTRAINT departments_subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_system
    ADD CONSTRAINT departments_system_account_id_key UNIQUE (account_id);

ALTER TABLE ONLY public.departments_system
    ADD CONSTRAINT departments_system_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.departments_systemkey
    ADD CONSTRAINT departments_systemkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_taking
    ADD CONSTRAINT departments_taking_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT device_number_once UNIQUE (centre_id, kind, number);

ALTER TABLE ONLY public.devices_part
    ADD CONSTRAINT devices_part_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.devices_printjob
    ADD CONSTRAINT devices_printjob_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.devices_screen
    ADD CONSTRAINT devices_screen_pkey PRIMARY KEY (device_id);

ALTER TABLE ONLY public.devices_station
    ADD CONSTRAINT devices_station_key_hash_key UNIQUE (key_hash);

ALTER TABLE ONLY public.devices_station
    ADD CONSTRAINT devices_station_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_displaylayout
    ADD CONSTRAINT display_layout_once UNIQUE (centre_id, number);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.catalogue_draftfile
    ADD CONSTRAINT draft_file_once UNIQUE (draft_id, name);

ALTER TABLE ONLY public.drilling_drilltask
    ADD CONSTRAINT drill_task_position_once UNIQUE (drill_id, "position");

ALTER TABLE ONLY public.drilling_drill
    ADD CONSTRAINT drilling_drill_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.drilling_drilltask
    ADD CONSTRAINT drilling_drilltask_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_assignment
    ADD CONSTRAINT duty_assignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_attendance
    ADD CONSTRAINT duty_attendance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_break
    ADD CONSTRAINT duty_break_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_contract
    ADD CONSTRAINT duty_contract_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_leave
    ADD CONSTRAINT duty_leave_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_overtime
    ADD CONSTRAINT duty_overtime_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_rosterday
    ADD CONSTRAINT duty_rosterday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_rosterseen
    ADD CONSTRAINT duty_rosterseen_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_shiftpattern
    ADD CONSTRAINT duty_shiftpattern_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_wish
    ADD CONSTRAINT duty_wish_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_factorrule
    ADD CONSTRAINT factor_rule_once UNIQUE (role, centre);

ALTER TABLE ONLY public.training_followup
    ADD CONSTRAINT follow_up_once_a_day UNIQUE (path_id, due_on);

ALTER TABLE ONLY public.appraisal_frozenmonth
    ADD CONSTRAINT frozen_month_once UNIQUE (centre_id, month, version);

ALTER TABLE ONLY public.cases_gap
    ADD CONSTRAINT gap_once_per_paper UNIQUE (case_id, paper);

ALTER TABLE ONLY public.staff_grant
    ADD CONSTRAINT grant_once_at_a_time UNIQUE NULLS NOT DISTINCT (account_id, role, centre, department, from_at);

ALTER TABLE ONLY public.centres_hall
    ADD CONSTRAINT hall_number_once UNIQUE (centre_id, number);

ALTER TABLE ONLY public.nodes_holding
    ADD CONSTRAINT holding_once UNIQUE (slip_id, node_id);

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_consultation_id_key UNIQUE (consultation_id);

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_number_key UNIQUE (number);

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_receipt_id_key UNIQUE (receipt_id);

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_tag_key UNIQUE (tag);

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_token_key UNIQUE (token);

ALTER TABLE ONLY public.kiosk_handover
    ADD CONSTRAINT kiosk_handover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kiosk_handover
    ADD CONSTRAINT kiosk_handover_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.kiosk_picture
    ADD CONSTRAINT kiosk_picture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kiosk_stay
    ADD CONSTRAINT kiosk_stay_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_answer
    ADD CONSTRAINT knowledge_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_answerversion
    ADD CONSTRAINT knowledge_answerversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_given
    ADD CONSTRAINT knowledge_given_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.knowledge_given
    ADD CONSTRAINT knowledge_given_question_id_key UNIQUE (question_id);

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_learnedwaits
    ADD CONSTRAINT learned_waits_once UNIQUE (centre_id, learnt_at);

ALTER TABLE ONLY public.duty_leave
    ADD CONSTRAINT leave_never_twice_for_a_day EXCLUDE USING gist (int8range(account_id, account_id, '[]'::text) WITH &&, daterange(first, last, '[]'::text) WITH &&) WHERE (((state)::text = ANY ((ARRAY['asked'::character varying, 'granted'::character varying])::text[])));

ALTER TABLE ONLY public.ledger_brake
    ADD CONSTRAINT ledger_brake_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.ledger_event
    ADD CONSTRAINT ledger_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_requestkey
    ADD CONSTRAINT ledger_requestkey_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.ledger_seal
    ADD CONSTRAINT ledger_seal_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY public.ledger_seal
    ADD CONSTRAINT ledger_seal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.licences_lookup
    ADD CONSTRAINT licences_lookup_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.licences_storegate
    ADD CONSTRAINT licences_storegate_pkey PRIMARY KEY (store);

ALTER TABLE ONLY public.licences_storeminute
    ADD CONSTRAINT licences_storeminute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_displaylayout
    ADD CONSTRAINT lobby_displaylayout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_learnedwaits
    ADD CONSTRAINT lobby_learnedwaits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_priorityweight
    ADD CONSTRAINT lobby_priorityweight_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_visit_id_key UNIQUE (visit_id);

ALTER TABLE ONLY public.lobby_ticketcounter
    ADD CONSTRAINT lobby_ticketcounter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_tidalalert
    ADD CONSTRAINT lobby_tidalalert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lobby_visit
    ADD CONSTRAINT lobby_visit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.appointments_message
    ADD CONSTRAINT message_once_per_change UNIQUE (appointment_id, kind, sequence);

ALTER TABLE ONLY public.nodes_call
    ADD CONSTRAINT node_call_once UNIQUE (node_id, number);

ALTER TABLE ONLY public.nodes_nodekey
    ADD CONSTRAINT node_key_number_once UNIQUE (node_id, number);

ALTER TABLE ONLY public.nodes_alias
    ADD CONSTRAINT nodes_alias_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_call
    ADD CONSTRAINT nodes_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_conflict
    ADD CONSTRAINT nodes_conflict_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_conflict
    ADD CONSTRAINT nodes_conflict_same_key UNIQUE (same);

ALTER TABLE ONLY public.nodes_here
    ADD CONSTRAINT nodes_here_pkey PRIMARY KEY ("only");

ALTER TABLE ONLY public.nodes_holding
    ADD CONSTRAINT nodes_holding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_line
    ADD CONSTRAINT nodes_line_pkey PRIMARY KEY ("only");

ALTER TABLE ONLY public.nodes_node
    ADD CONSTRAINT nodes_node_number_key UNIQUE (number);

ALTER TABLE ONLY public.nodes_node
    ADD CONSTRAINT nodes_node_pkey PRIMARY KEY (centre_id);

ALTER TABLE ONLY public.nodes_nodekey
    ADD CONSTRAINT nodes_nodekey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_outgoing
    ADD CONSTRAINT nodes_outgoing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.nodes_withheld
    ADD CONSTRAINT nodes_withheld_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_nonce
    ADD CONSTRAINT nonce_once_per_key UNIQUE (key_id, nonce);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notice_once_per_occasion UNIQUE (about_id, kind, occasion);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_noticetry
    ADD CONSTRAINT notices_noticetry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notices_rules
    ADD CONSTRAINT notices_rules_pkey PRIMARY KEY (centre_id);

ALTER TABLE ONLY public.operation_clocktask
    ADD CONSTRAINT operation_clocktask_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.duty_overtime
    ADD CONSTRAINT overtime_once_a_day UNIQUE (account_id, centre_id, day);

ALTER TABLE ONLY public.devices_part
    ADD CONSTRAINT part_name_once UNIQUE (station_id, name);

ALTER TABLE ONLY public.training_path
    ADD CONSTRAINT path_once_a_category UNIQUE (account_id, category);

ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_identityview
    ADD CONSTRAINT people_identityview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.people_resident
    ADD CONSTRAINT people_resident_number_hash_key UNIQUE (number_hash);

ALTER TABLE ONLY public.people_resident
    ADD CONSTRAINT people_resident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_practicecard
    ADD CONSTRAINT practice_card_once UNIQUE (account_id, item);

ALTER TABLE ONLY public.training_practicereview
    ADD CONSTRAINT practice_review_once UNIQUE (card_id, number);

ALTER TABLE ONLY public.training_practiceterms
    ADD CONSTRAINT practice_terms_once UNIQUE (centre_id, version);

ALTER TABLE ONLY public.devices_printjob
    ADD CONSTRAINT print_job_lease_once UNIQUE (lease);

ALTER TABLE ONLY public.lobby_priorityweight
    ADD CONSTRAINT priority_weight_once UNIQUE (centre_id, version, code);

ALTER TABLE ONLY public.staff_qualification
    ADD CONSTRAINT qualification_once UNIQUE (account_id, of, name, from_day);

ALTER TABLE ONLY public.training_quizitem
    ADD CONSTRAINT quiz_item_asked_once UNIQUE (quiz_id, item, catalogue);

ALTER TABLE ONLY public.training_quizitem
    ADD CONSTRAINT quiz_item_place_once UNIQUE (quiz_id, "position");

ALTER TABLE ONLY public.ratings_brokenpromise
    ADD CONSTRAINT ratings_brokenpromise_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ratings_complaint
    ADD CONSTRAINT ratings_complaint_code_key UNIQUE (code);

ALTER TABLE ONLY public.ratings_complaint
    ADD CONSTRAINT ratings_complaint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ratings_complaint
    ADD CONSTRAINT ratings_complaint_token_key UNIQUE (token);

ALTER TABLE ONLY public.ratings_invitation
    ADD CONSTRAINT ratings_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ratings_invitation
    ADD CONSTRAINT ratings_invitation_token_key UNIQUE (token);

ALTER TABLE ONLY public.ratings_invitation
    ADD CONSTRAINT ratings_invitation_visit_id_key UNIQUE (visit_id);

ALTER TABLE ONLY public.ratings_rating
    ADD CONSTRAINT ratings_rating_invitation_id_key UNIQUE (invitation_id);

ALTER TABLE ONLY public.ratings_rating
    ADD CONSTRAINT ratings_rating_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_broken_promise_id_key UNIQUE (broken_promise_id);

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_complaint_id_key UNIQUE (complaint_id);

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_rating_id_key UNIQUE (rating_id);

ALTER TABLE ONLY public.cases_recordprint
    ADD CONSTRAINT record_print_once UNIQUE (record_id, language, origin);

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT record_serial_once UNIQUE (case_id, serial);

ALTER TABLE ONLY public.rehearsal_keptplan
    ADD CONSTRAINT rehearsal_keptplan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.departments_resultfile
    ADD CONSTRAINT result_file_once_per_case UNIQUE (case_id, digest);

ALTER TABLE ONLY public.retention_erasure
    ADD CONSTRAINT retention_erasure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.retention_hold
    ADD CONSTRAINT retention_hold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_rosterday
    ADD CONSTRAINT roster_day_once UNIQUE (roster_id, day);

ALTER TABLE ONLY public.duty_rosterseen
    ADD CONSTRAINT roster_seen_once UNIQUE (roster_id, account_id);

ALTER TABLE ONLY public.days_roundfinding
    ADD CONSTRAINT round_finding_once UNIQUE (round_id, check_code);

ALTER TABLE ONLY public.training_rulechange
    ADD CONSTRAINT rule_change_once_a_draft UNIQUE (draft, matter);

ALTER TABLE ONLY public.training_rulechange
    ADD CONSTRAINT rule_change_once_a_version UNIQUE (number, matter, from_day);

ALTER TABLE ONLY public.appointments_saidquota
    ADD CONSTRAINT said_quota_once UNIQUE NULLS NOT DISTINCT (service_id, day, starts);

ALTER TABLE ONLY public.ledger_seal
    ADD CONSTRAINT seal_one_per_position UNIQUE (centre, "position");

ALTER TABLE ONLY public.appointments_service
    ADD CONSTRAINT service_once UNIQUE (centre_id, kind, of);

ALTER TABLE ONLY public.duty_shiftpattern
    ADD CONSTRAINT shift_pattern_version_once UNIQUE (centre_id, code, version);

ALTER TABLE ONLY public.appraisal_signature
    ADD CONSTRAINT signature_once UNIQUE (frozen_id, account_id);

ALTER TABLE ONLY public.signin_challenge
    ADD CONSTRAINT signin_challenge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_factor
    ADD CONSTRAINT signin_factor_code_hash_key UNIQUE (code_hash);

ALTER TABLE ONLY public.signin_factor
    ADD CONSTRAINT signin_factor_credential_id_key UNIQUE (credential_id);

ALTER TABLE ONLY public.signin_factor
    ADD CONSTRAINT signin_factor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_factorrule
    ADD CONSTRAINT signin_factorrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_identityrequest
    ADD CONSTRAINT signin_identityrequest_pkey PRIMARY KEY (state_hash);

ALTER TABLE ONLY public.signin_pendingsignin
    ADD CONSTRAINT signin_pendingsignin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_residentsession
    ADD CONSTRAINT signin_residentsession_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_staffidentity
    ADD CONSTRAINT signin_staffidentity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.advice_slipcounter
    ADD CONSTRAINT slip_counter_once UNIQUE (centre_id, day);

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT slip_number_once UNIQUE (centre_id, day, serial);

ALTER TABLE ONLY public.appraisal_spared
    ADD CONSTRAINT spared_once UNIQUE (centre_id, "case", fault);

ALTER TABLE ONLY public.staff_account
    ADD CONSTRAINT staff_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_account
    ADD CONSTRAINT staff_account_username_key UNIQUE (username);

ALTER TABLE ONLY public.staff_enrolment
    ADD CONSTRAINT staff_enrolment_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.staff_grant
    ADD CONSTRAINT staff_grant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.signin_staffidentity
    ADD CONSTRAINT staff_identity_once UNIQUE (issuer, subject);

ALTER TABLE ONLY public.signin_staffidentity
    ADD CONSTRAINT staff_identity_one_of_a_provider UNIQUE (account_id, issuer);

ALTER TABLE ONLY public.staff_qualification
    ADD CONSTRAINT staff_qualification_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.devices_station
    ADD CONSTRAINT station_number_once UNIQUE (centre_id, kind, number);

ALTER TABLE ONLY public.licences_storeminute
    ADD CONSTRAINT store_minute_once UNIQUE (store, minute);

ALTER TABLE ONLY public.training_studied
    ADD CONSTRAINT studied_once UNIQUE (account_id, of, name);

ALTER TABLE ONLY public.departments_subscription
    ADD CONSTRAINT subscription_address_once UNIQUE (system_id, address);

ALTER TABLE ONLY public.departments_systemkey
    ADD CONSTRAINT system_key_of_one_system UNIQUE (public);

ALTER TABLE ONLY public.lobby_ticketcounter
    ADD CONSTRAINT ticket_counter_once UNIQUE (centre_id, day, prefix);

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT ticket_number_once UNIQUE (centre_id, day, prefix, serial);

ALTER TABLE ONLY public.cases_track
    ADD CONSTRAINT track_once UNIQUE (parcel_id, event);

ALTER TABLE ONLY public.training_courseedition
    ADD CONSTRAINT training_courseedition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_coursenote
    ADD CONSTRAINT training_coursenote_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_followedversion
    ADD CONSTRAINT training_followedversion_number_key UNIQUE (number);

ALTER TABLE ONLY public.training_followedversion
    ADD CONSTRAINT training_followedversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_followup
    ADD CONSTRAINT training_followup_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_oral
    ADD CONSTRAINT training_oral_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_path
    ADD CONSTRAINT training_path_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_plan
    ADD CONSTRAINT training_plan_once_a_week UNIQUE (centre_id, account_id, week);

ALTER TABLE ONLY public.training_plan
    ADD CONSTRAINT training_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_practicecard
    ADD CONSTRAINT training_practicecard_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_practicereview
    ADD CONSTRAINT training_practicereview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_practiceterms
    ADD CONSTRAINT training_practiceterms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_quiz
    ADD CONSTRAINT training_quiz_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_quizitem
    ADD CONSTRAINT training_quizitem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_rulechange
    ADD CONSTRAINT training_rulechange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_rules
    ADD CONSTRAINT training_rules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_rules
    ADD CONSTRAINT training_rules_version_once UNIQUE (centre_id, version);

ALTER TABLE ONLY public.training_studied
    ADD CONSTRAINT training_studied_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.training_teaching
    ADD CONSTRAINT training_teaching_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.centres_window
    ADD CONSTRAINT window_number_once UNIQUE (centre_id, number);

CREATE INDEX advice_consultation_catalogue_id_12979ca7 ON public.advice_consultation USING btree (catalogue_id);

CREATE INDEX advice_consultation_centre_id_54f13986 ON public.advice_consultation USING btree (centre_id);

CREATE INDEX advice_consultation_centre_id_54f13986_like ON public.advice_consultation USING btree (centre_id varchar_pattern_ops);

CREATE INDEX advice_consultation_renews_id_d07b5203 ON public.advice_consultation USING btree (renews_id);

CREATE INDEX advice_consultation_resident_id_b4a217b9 ON public.advice_consultation USING btree (resident_id);

CREATE INDEX advice_lookupbrake_number_a452bb15_like ON public.advice_lookupbrake USING btree (number varchar_pattern_ops);

CREATE INDEX advice_slip_catalogue_id_4ee0848a ON public.advice_slip USING btree (catalogue_id);

CREATE INDEX advice_slip_centre_id_094cd47b ON public.advice_slip USING btree (centre_id);

CREATE INDEX advice_slip_centre_id_094cd47b_like ON public.advice_slip USING btree (centre_id varchar_pattern_ops);

CREATE INDEX advice_slip_consultation_id_92e6b8c8 ON public.advice_slip USING btree (consultation_id);

CREATE INDEX advice_slip_resident_id_91e17d54 ON public.advice_slip USING btree (resident_id);

CREATE INDEX advice_slip_token_7e3c4e12_like ON public.advice_slip USING btree (token varchar_pattern_ops);

CREATE INDEX advice_slipcounter_centre_id_ec887e46 ON public.advice_slipcounter USING btree (centre_id);

CREATE INDEX advice_slipcounter_centre_id_ec887e46_like ON public.advice_slipcounter USING btree (centre_id varchar_pattern_ops);

CREATE INDEX alias_back ON public.nodes_alias USING btree (peer, "table", ours);

CREATE INDEX answer_centre_newest ON public.knowledge_answer USING btree (centre_id, given_at DESC);

CREATE INDEX appointment_contact ON public.appointments_appointment USING btree (contact_hash, day) WHERE (contact_hash IS NOT NULL);

CREATE INDEX appointment_day ON public.appointments_appointment USING btree (centre_id, day, starts);

CREATE INDEX appointment_device ON public.appointments_appointment USING btree (device_hash, day) WHERE (device_hash IS NOT NULL);

CREATE INDEX appointment_known_contact ON public.appointments_appointment USING btree (day) WHERE (contact IS NOT NULL);

CREATE UNIQUE INDEX appointment_one_of_a_person_per_half_hour ON public.appointments_appointment USING btree (booker_hash, day, starts) WHERE ((booker_hash IS NOT NULL) AND ((state)::text = ANY ((ARRAY['booked'::character varying, 'arrived'::character varying])::text[])));

CREATE UNIQUE INDEX appointment_one_open_per_slip ON public.appointments_appointment USING btree (slip_id) WHERE ((slip_id IS NOT NULL) AND ((state)::text = 'booked'::text));

CREATE INDEX appointment_to_come ON public.appointments_appointment USING btree (day, starts) WHERE ((state)::text = 'booked'::text);

CREATE INDEX appointments_appointment_centre_id_e350bcd9 ON public.appointments_appointment USING btree (centre_id);

CREATE INDEX appointments_appointment_centre_id_e350bcd9_like ON public.appointments_appointment USING btree (centre_id varchar_pattern_ops);

CREATE INDEX appointments_appointment_resident_id_5c049984 ON public.appointments_appointment USING btree (resident_id);

CREATE INDEX appointments_appointment_service_id_945bc869 ON public.appointments_appointment USING btree (service_id);

CREATE INDEX appointments_appointment_slip_id_647991e4 ON public.appointments_appointment USING btree (slip_id);

CREATE INDEX appointments_attempt_message_id_02e45339 ON public.appointments_attempt USING btree (message_id);

CREATE INDEX appointments_bookingcounter_centre_id_e21b79b9_like ON public.appointments_bookingcounter USING btree (centre_id varchar_pattern_ops);

CREATE INDEX appointments_bookingday_centre_id_acd2147c ON public.appointments_bookingday USING btree (centre_id);

CREATE INDEX appointments_bookingday_centre_id_acd2147c_like ON public.appointments_bookingday USING btree (centre_id varchar_pattern_ops);

CREATE INDEX appointments_message_appointment_id_e408361b ON public.appointments_message USING btree (appointment_id);

CREATE INDEX appointments_rules_centre_id_2fd51344_like ON public.appointments_rules USING btree (centre_id varchar_pattern_ops);

CREATE INDEX appointments_saidquota_service_id_43eab7c6 ON public.appointments_saidquota USING btree (service_id);

CREATE INDEX appointments_service_centre_id_8fcd38fa ON public.appointments_service USING btree (centre_id);

CREATE INDEX appointments_service_centre_id_8fcd38fa_like ON public.appointments_service USING btree (centre_id varchar_pattern_ops);

CREATE INDEX appraisal_coefficient_reviewed_by_id_06f9fe93 ON public.appraisal_coefficient USING btree (reviewed_by_id);

CREATE INDEX appraisal_frozenmonth_frozen_by_id_59c1cf66 ON public.appraisal_frozenmonth USING btree (frozen_by_id);

CREATE INDEX appraisal_look_account_id_45e40477 ON public.appraisal_look USING btree (account_id);

CREATE INDEX appraisal_look_by_id_e06d8b7d ON public.appraisal_look USING btree (by_id);

CREATE INDEX appraisal_modelversion_set_by_id_0bb8f63e ON public.appraisal_modelversion USING btree (set_by_id);

CREATE INDEX appraisal_objection_account_id_c55d3587 ON public.appraisal_objection USING btree (account_id);

CREATE INDEX appraisal_objection_answered_by_id_f568716c ON public.appraisal_objection USING btree (answered_by_id);

CREATE INDEX appraisal_signature_account_id_bc957f58 ON public.appraisal_signature USING btree (account_id);

CREATE INDEX appraisal_spared_objection_id_e49c9fc9 ON public.appraisal_spared USING btree (objection_id);

CREATE INDEX assignment_centre_day ON public.duty_assignment USING btree (centre_id, day) WHERE counts;

CREATE UNIQUE INDEX assignment_published_once_a_day ON public.duty_assignment USING btree (account_id, day) WHERE counts;

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX authority_of_two ON public.cases_authority USING btree (principal_id, agent_id, until);

CREATE INDEX break_account_began ON public.duty_break USING btree (account_id, began_at);

CREATE UNIQUE INDEX break_one_at_a_time ON public.duty_break USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX broken_promise_centre_at ON public.ratings_brokenpromise USING btree (centre_id, recorded_at);

CREATE INDEX case_authority ON public.cases_case USING btree (authority_id);

CREATE INDEX case_centre_at ON public.cases_case USING btree (receiving_centre_id, received_at);

CREATE INDEX case_clerk_at ON public.cases_case USING btree (clerk_id, received_at);

CREATE INDEX case_of_department ON public.cases_case USING btree (department, due_on) WHERE ((state)::text = ANY ((ARRAY['accepted'::character varying, 'supplement'::character varying, 'procedure'::character varying, 'decided'::character varying])::text[]));

CREATE UNIQUE INDEX case_once_per_visit_and_matter ON public.cases_case USING btree (visit_id, matter) WHERE (NOT ((state)::text = 'withdrawn'::text));

CREATE INDEX case_open_due ON public.cases_case USING btree (accepting_centre_id, due_on) WHERE ((state)::text = ANY ((ARRAY['accepted'::character varying, 'supplement'::character varying, 'decided'::character varying])::text[]));

CREATE INDEX case_proxy ON public.cases_case USING btree (proxy_id);

CREATE UNIQUE INDEX case_taken_by_one ON public.departments_taking USING btree (case_id) WHERE (given_back_at IS NULL);

CREATE INDEX case_to_be_accepted ON public.cases_case USING btree (accepting_centre_id, received_at) WHERE ((state)::text = ANY ((ARRAY['received'::character varying, 'lacking'::character varying])::text[]));

CREATE INDEX case_to_hand_over ON public.cases_case USING btree (result_at_id, completed_at) WHERE ((state)::text = 'completed'::text);

CREATE INDEX case_warned_of ON public.cases_case USING btree (accepting_centre_id, alarm, due_on) WHERE (NOT ((alarm)::text = 'none'::text));

CREATE INDEX cases_authority_agent_id_3bd14bf7 ON public.cases_authority USING btree (agent_id);

CREATE INDEX cases_authority_centre_id_45aec379 ON public.cases_authority USING btree (centre_id);

CREATE INDEX cases_authority_centre_id_45aec379_like ON public.cases_authority USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_authority_principal_id_5d760352 ON public.cases_authority USING btree (principal_id);

CREATE INDEX cases_authority_visit_id_1cc965e1 ON public.cases_authority USING btree (visit_id);

CREATE INDEX cases_cabinet_centre_id_b32d2f3e ON public.cases_cabinet USING btree (centre_id);

CREATE INDEX cases_cabinet_centre_id_b32d2f3e_like ON public.cases_cabinet USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_case_accepting_centre_id_610b1718 ON public.cases_case USING btree (accepting_centre_id);

CREATE INDEX cases_case_accepting_centre_id_610b1718_like ON public.cases_case USING btree (accepting_centre_id varchar_pattern_ops);

CREATE INDEX cases_case_catalogue_id_14037e19 ON public.cases_case USING btree (catalogue_id);

CREATE INDEX cases_case_collect_at_id_9bf162bf ON public.cases_case USING btree (collect_at_id);

CREATE INDEX cases_case_collect_at_id_9bf162bf_like ON public.cases_case USING btree (collect_at_id varchar_pattern_ops);

CREATE INDEX cases_case_number_980c9551_like ON public.cases_case USING btree (number varchar_pattern_ops);

CREATE INDEX cases_case_papers_at_id_438ac548 ON public.cases_case USING btree (papers_at_id);

CREATE INDEX cases_case_papers_at_id_438ac548_like ON public.cases_case USING btree (papers_at_id varchar_pattern_ops);

CREATE INDEX cases_case_receipt_id_626fad2e ON public.cases_case USING btree (receipt_id);

CREATE INDEX cases_case_receiving_centre_id_95786e37 ON public.cases_case USING btree (receiving_centre_id);

CREATE INDEX cases_case_receiving_centre_id_95786e37_like ON public.cases_case USING btree (receiving_centre_id varchar_pattern_ops);

CREATE INDEX cases_case_resident_id_cb294121 ON public.cases_case USING btree (resident_id);

CREATE INDEX cases_case_result_at_id_80426671 ON public.cases_case USING btree (result_at_id);

CREATE INDEX cases_case_result_at_id_80426671_like ON public.cases_case USING btree (result_at_id varchar_pattern_ops);

CREATE INDEX cases_case_slip_id_f5b1f473 ON public.cases_case USING btree (slip_id);

CREATE INDEX cases_case_visit_id_f86f3f6c ON public.cases_case USING btree (visit_id);

CREATE INDEX cases_casecounter_centre_id_c329edc4 ON public.cases_casecounter USING btree (centre_id);

CREATE INDEX cases_casecounter_centre_id_c329edc4_like ON public.cases_casecounter USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_compartment_cabinet_id_7b789776 ON public.cases_compartment USING btree (cabinet_id);

CREATE INDEX cases_gap_case_id_2e2e8766 ON public.cases_gap USING btree (case_id);

CREATE INDEX cases_gap_lookup_id_20ac2875 ON public.cases_gap USING btree (lookup_id);

CREATE INDEX cases_handover_number_6d30905f_like ON public.cases_handover USING btree (number varchar_pattern_ops);

CREATE INDEX cases_handover_sender_id_1060565d ON public.cases_handover USING btree (sender_id);

CREATE INDEX cases_handover_sender_id_1060565d_like ON public.cases_handover USING btree (sender_id varchar_pattern_ops);

CREATE INDEX cases_handover_taker_id_1f1969e1 ON public.cases_handover USING btree (taker_id);

CREATE INDEX cases_handover_taker_id_1f1969e1_like ON public.cases_handover USING btree (taker_id varchar_pattern_ops);

CREATE INDEX cases_handoverline_case_id_3b371351 ON public.cases_handoverline USING btree (case_id);

CREATE INDEX cases_handoverline_hand_over_id_1a9cad13 ON public.cases_handoverline USING btree (hand_over_id);

CREATE INDEX cases_missingnotice_centre_id_9e05ae0d ON public.cases_missingnotice USING btree (centre_id);

CREATE INDEX cases_missingnotice_centre_id_9e05ae0d_like ON public.cases_missingnotice USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_missingnotice_number_400d967f_like ON public.cases_missingnotice USING btree (number varchar_pattern_ops);

CREATE INDEX cases_missingnotice_slip_id_6fc6e069 ON public.cases_missingnotice USING btree (slip_id);

CREATE INDEX cases_missingnotice_token_c9a3326a_like ON public.cases_missingnotice USING btree (token varchar_pattern_ops);

CREATE INDEX cases_missingnotice_visit_id_56b46919 ON public.cases_missingnotice USING btree (visit_id);

CREATE INDEX cases_parcel_centre_id_5b7c7a16 ON public.cases_parcel USING btree (centre_id);

CREATE INDEX cases_parcel_centre_id_5b7c7a16_like ON public.cases_parcel USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_parcel_delivery_id_a79e38f8 ON public.cases_parcel USING btree (delivery_id);

CREATE INDEX cases_photograph_case_id_def59f3b ON public.cases_photograph USING btree (case_id);

CREATE INDEX cases_receipt_centre_id_04976cfb ON public.cases_receipt USING btree (centre_id);

CREATE INDEX cases_receipt_centre_id_04976cfb_like ON public.cases_receipt USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_receipt_number_358fa7b4_like ON public.cases_receipt USING btree (number varchar_pattern_ops);

CREATE INDEX cases_receipt_token_44251c29_like ON public.cases_receipt USING btree (token varchar_pattern_ops);

CREATE INDEX cases_receipt_visit_id_7e27d852 ON public.cases_receipt USING btree (visit_id);

CREATE INDEX cases_record_case_id_9b8017c6 ON public.cases_record USING btree (case_id);

CREATE INDEX cases_record_centre_id_4f36de8b ON public.cases_record USING btree (centre_id);

CREATE INDEX cases_record_centre_id_4f36de8b_like ON public.cases_record USING btree (centre_id varchar_pattern_ops);

CREATE INDEX cases_record_number_04fd5a10_like ON public.cases_record USING btree (number varchar_pattern_ops);

CREATE INDEX cases_record_token_8563504f_like ON public.cases_record USING btree (token varchar_pattern_ops);

CREATE INDEX cases_record_visit_id_6b69a41e ON public.cases_record USING btree (visit_id);

CREATE INDEX cases_recordprint_record_id_2e74676e ON public.cases_recordprint USING btree (record_id);

CREATE INDEX cases_stop_case_id_3a51a776 ON public.cases_stop USING btree (case_id);

CREATE INDEX cases_storedresult_compartment_id_5446c24c ON public.cases_storedresult USING btree (compartment_id);

CREATE INDEX cases_storedresult_delivery_id_18e377b3 ON public.cases_storedresult USING btree (delivery_id);

CREATE INDEX cases_track_parcel_id_648bf980 ON public.cases_track USING btree (parcel_id);

CREATE INDEX catalogue_draft_base_id_f4643834 ON public.catalogue_draft USING btree (base_id);

CREATE INDEX catalogue_draftfile_base_id_6981b9ed ON public.catalogue_draftfile USING btree (base_id);

CREATE INDEX catalogue_draftfile_draft_id_8c6f640b ON public.catalogue_draftfile USING btree (draft_id);

CREATE INDEX catalogue_finding_draft_id_8d40708e ON public.catalogue_finding USING btree (draft_id);

CREATE INDEX catalogue_meaning_name_69c20e48_like ON public.catalogue_meaning USING btree (name varchar_pattern_ops);

CREATE INDEX centres_calendarday_notice_id_ffabace1 ON public.centres_calendarday USING btree (notice_id);

CREATE INDEX centres_centre_belongs_to_id_d2d4db5d ON public.centres_centre USING btree (belongs_to_id);

CREATE INDEX centres_centre_belongs_to_id_d2d4db5d_like ON public.centres_centre USING btree (belongs_to_id varchar_pattern_ops);

CREATE INDEX centres_centre_code_f3988d71_like ON public.centres_centre USING btree (code varchar_pattern_ops);

CREATE INDEX centres_changedday_centre_id_f2296519 ON public.centres_changedday USING btree (centre_id);

CREATE INDEX centres_changedday_centre_id_f2296519_like ON public.centres_changedday USING btree (centre_id varchar_pattern_ops);

CREATE INDEX centres_changedstretch_changed_id_ecb4b1c7 ON public.centres_changedstretch USING btree (changed_id);

CREATE INDEX centres_device_centre_id_23d54a88 ON public.centres_device USING btree (centre_id);

CREATE INDEX centres_device_centre_id_23d54a88_like ON public.centres_device USING btree (centre_id varchar_pattern_ops);

CREATE INDEX centres_device_hall_id_2002555d ON public.centres_device USING btree (hall_id);

CREATE INDEX centres_duty_account_id_20f5cb40 ON public.centres_duty USING btree (account_id);

CREATE INDEX centres_duty_window_id_acf7c292 ON public.centres_duty USING btree (window_id);

CREATE INDEX centres_hall_centre_id_75a78cf5 ON public.centres_hall USING btree (centre_id);

CREATE INDEX centres_hall_centre_id_75a78cf5_like ON public.centres_hall USING btree (centre_id varchar_pattern_ops);

CREATE INDEX centres_openinghours_centre_id_da7acc58 ON public.centres_openinghours USING btree (centre_id);

CREATE INDEX centres_openinghours_centre_id_da7acc58_like ON public.centres_openinghours USING btree (centre_id varchar_pattern_ops);

CREATE INDEX centres_window_centre_id_77a31f63 ON public.centres_window USING btree (centre_id);

CREATE INDEX centres_window_centre_id_77a31f63_like ON public.centres_window USING btree (centre_id varchar_pattern_ops);

CREATE INDEX centres_window_hall_id_ac3d48b8 ON public.centres_window USING btree (hall_id);

CREATE INDEX change_of_department ON public.departments_change USING btree (department, id);

CREATE INDEX conflict_open ON public.nodes_conflict USING btree (found_at) WHERE (decided_at IS NULL);

CREATE UNIQUE INDEX consent_holds_once ON public.people_consent USING btree (resident_id, purpose) WHERE (withdrawn_at IS NULL);

CREATE INDEX consultation_centre_at ON public.advice_consultation USING btree (centre_id, started_at);

CREATE INDEX course_note_of ON public.training_coursenote USING btree (centre_id, of, name);

CREATE INDEX days_dayaccount_centre_id_054d4e24 ON public.days_dayaccount USING btree (centre_id);

CREATE INDEX days_dayaccount_centre_id_054d4e24_like ON public.days_dayaccount USING btree (centre_id varchar_pattern_ops);

CREATE INDEX days_round_centre_id_1a96e483 ON public.days_round USING btree (centre_id);

CREATE INDEX days_round_centre_id_1a96e483_like ON public.days_round USING btree (centre_id varchar_pattern_ops);

CREATE INDEX days_roundfinding_round_id_1a974caa ON public.days_roundfinding USING btree (round_id);

CREATE INDEX delivery_due ON public.departments_delivery USING btree (subscription_id, due_at) WHERE ((state)::text = 'due'::text);

CREATE INDEX delivery_due_of_case ON public.departments_delivery USING btree (subscription_id, "case", id) WHERE ((state)::text = 'due'::text);

CREATE INDEX delivery_ended ON public.departments_delivery USING btree (ended_at) WHERE (NOT ((state)::text = 'due'::text));

CREATE INDEX delivery_given_back ON public.cases_delivery USING btree (ready_at DESC) WHERE ((state)::text = 'given-back'::text);

CREATE INDEX delivery_on_its_way ON public.cases_delivery USING btree (state) WHERE ((state)::text = ANY ((ARRAY['posted'::character varying, 'lost'::character varying, 'coming-back'::character varying])::text[]));

CREATE INDEX delivery_ready ON public.cases_delivery USING btree (ready_at) WHERE ((state)::text = 'ready'::text);

CREATE INDEX departments_answer_at_5e807556 ON public.departments_answer USING btree (at);

CREATE INDEX departments_nonce_at_016678f4 ON public.departments_nonce USING btree (at);

CREATE INDEX departments_result_system_id_821ada6b ON public.departments_result USING btree (system_id);

CREATE INDEX departments_result_system_id_821ada6b_like ON public.departments_result USING btree (system_id varchar_pattern_ops);

CREATE INDEX departments_resultfile_result_id_4b06c28b ON public.departments_resultfile USING btree (result_id);

CREATE INDEX departments_resultfile_system_id_3632ac46 ON public.departments_resultfile USING btree (system_id);

CREATE INDEX departments_resultfile_system_id_3632ac46_like ON public.departments_resultfile USING btree (system_id varchar_pattern_ops);

CREATE INDEX departments_subscription_system_id_d06767ce ON public.departments_subscription USING btree (system_id);

CREATE INDEX departments_subscription_system_id_d06767ce_like ON public.departments_subscription USING btree (system_id varchar_pattern_ops);

CREATE INDEX departments_system_code_338b63f3_like ON public.departments_system USING btree (code varchar_pattern_ops);

CREATE INDEX departments_systemkey_id_61c5f625_like ON public.departments_systemkey USING btree (id varchar_pattern_ops);

CREATE INDEX departments_systemkey_system_id_5eb8d6ef ON public.departments_systemkey USING btree (system_id);

CREATE INDEX departments_systemkey_system_id_5eb8d6ef_like ON public.departments_systemkey USING btree (system_id varchar_pattern_ops);

CREATE INDEX departments_taking_case_id_2e9612a9 ON public.departments_taking USING btree (case_id);

CREATE INDEX departments_taking_system_id_e5f1be36 ON public.departments_taking USING btree (system_id);

CREATE INDEX departments_taking_system_id_e5f1be36_like ON public.departments_taking USING btree (system_id varchar_pattern_ops);

CREATE INDEX devices_part_name_5eb211fe ON public.devices_part USING btree (name);

CREATE INDEX devices_part_name_5eb211fe_like ON public.devices_part USING btree (name varchar_pattern_ops);

CREATE INDEX devices_part_station_id_24f10331 ON public.devices_part USING btree (station_id);

CREATE INDEX devices_printjob_centre_id_7fbe699f ON public.devices_printjob USING btree (centre_id);

CREATE INDEX devices_printjob_centre_id_7fbe699f_like ON public.devices_printjob USING btree (centre_id varchar_pattern_ops);

CREATE INDEX devices_printjob_printer_id_0a5a42db ON public.devices_printjob USING btree (printer_id);

CREATE INDEX devices_station_centre_id_8bec261e ON public.devices_station USING btree (centre_id);

CREATE INDEX devices_station_centre_id_8bec261e_like ON public.devices_station USING btree (centre_id varchar_pattern_ops);

CREATE INDEX draft_due ON public.catalogue_draft USING btree (publish_on) WHERE ((state)::text = 'approved'::text);

CREATE INDEX drill_centre_newest ON public.drilling_drill USING btree (centre_id, began_at DESC);

CREATE INDEX drilling_drill_centre_id_6a05837f ON public.drilling_drill USING btree (centre_id);

CREATE INDEX drilling_drill_centre_id_6a05837f_like ON public.drilling_drill USING btree (centre_id varchar_pattern_ops);

CREATE INDEX drilling_drilltask_drill_id_22b83154 ON public.drilling_drilltask USING btree (drill_id);

CREATE INDEX duty_assignment_account_id_35755d6e ON public.duty_assignment USING btree (account_id);

CREATE INDEX duty_assignment_centre_id_5692fe71 ON public.duty_assignment USING btree (centre_id);

CREATE INDEX duty_assignment_centre_id_5692fe71_like ON public.duty_assignment USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_assignment_pattern_id_f4b1cfca ON public.duty_assignment USING btree (pattern_id);

CREATE INDEX duty_assignment_roster_id_8685ad23 ON public.duty_assignment USING btree (roster_id);

CREATE INDEX duty_attendance_account_id_10873802 ON public.duty_attendance USING btree (account_id);

CREATE INDEX duty_attendance_centre_id_d6f2d014 ON public.duty_attendance USING btree (centre_id);

CREATE INDEX duty_attendance_centre_id_d6f2d014_like ON public.duty_attendance USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_break_account_id_cc4f72d8 ON public.duty_break USING btree (account_id);

CREATE INDEX duty_break_centre_id_37f00b88 ON public.duty_break USING btree (centre_id);

CREATE INDEX duty_break_centre_id_37f00b88_like ON public.duty_break USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_contract_account_id_388caa0e ON public.duty_contract USING btree (account_id);

CREATE INDEX duty_contract_centre_id_7b9e70d4 ON public.duty_contract USING btree (centre_id);

CREATE INDEX duty_contract_centre_id_7b9e70d4_like ON public.duty_contract USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_leave_account_id_e939927c ON public.duty_leave USING btree (account_id);

CREATE INDEX duty_leave_centre_id_8bc605f1 ON public.duty_leave USING btree (centre_id);

CREATE INDEX duty_leave_centre_id_8bc605f1_like ON public.duty_leave USING btree (centre_id varchar_pattern_ops);

CREATE UNIQUE INDEX duty_one_person_per_window ON public.centres_duty USING btree (window_id) WHERE (ended IS NULL);

CREATE UNIQUE INDEX duty_one_window_per_person ON public.centres_duty USING btree (account_id) WHERE (ended IS NULL);

CREATE INDEX duty_overtime_account_id_b1760128 ON public.duty_overtime USING btree (account_id);

CREATE INDEX duty_overtime_centre_id_6199b119 ON public.duty_overtime USING btree (centre_id);

CREATE INDEX duty_overtime_centre_id_6199b119_like ON public.duty_overtime USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_roster_centre_id_18c9b8a2 ON public.duty_roster USING btree (centre_id);

CREATE INDEX duty_roster_centre_id_18c9b8a2_like ON public.duty_roster USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_roster_replaces_id_916d4421 ON public.duty_roster USING btree (replaces_id);

CREATE INDEX duty_rosterday_centre_id_5192c871 ON public.duty_rosterday USING btree (centre_id);

CREATE INDEX duty_rosterday_centre_id_5192c871_like ON public.duty_rosterday USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_rosterday_roster_id_6c503a16 ON public.duty_rosterday USING btree (roster_id);

CREATE INDEX duty_rosterseen_account_id_ec98143c ON public.duty_rosterseen USING btree (account_id);

CREATE INDEX duty_rosterseen_roster_id_7971ed16 ON public.duty_rosterseen USING btree (roster_id);

CREATE INDEX duty_shiftpattern_centre_id_0b6cd465 ON public.duty_shiftpattern USING btree (centre_id);

CREATE INDEX duty_shiftpattern_centre_id_0b6cd465_like ON public.duty_shiftpattern USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_swap_answered_by_id_feb026ac ON public.duty_swap USING btree (answered_by_id);

CREATE INDEX duty_swap_centre_id_6475a726 ON public.duty_swap USING btree (centre_id);

CREATE INDEX duty_swap_centre_id_6475a726_like ON public.duty_swap USING btree (centre_id varchar_pattern_ops);

CREATE INDEX duty_swap_gives_id_497ddb52 ON public.duty_swap USING btree (gives_id);

CREATE INDEX duty_swap_offered_by_id_790e86fd ON public.duty_swap USING btree (offered_by_id);

CREATE INDEX duty_swap_takes_id_4beecda2 ON public.duty_swap USING btree (takes_id);

CREATE INDEX duty_swap_to_id_e71d335c ON public.duty_swap USING btree (to_id);

CREATE INDEX duty_wish_account_id_2cb81505 ON public.duty_wish USING btree (account_id);

CREATE INDEX duty_wish_centre_id_cdea0454 ON public.duty_wish USING btree (centre_id);

CREATE INDEX duty_wish_centre_id_cdea0454_like ON public.duty_wish USING btree (centre_id varchar_pattern_ops);

CREATE UNIQUE INDEX erasure_one_open ON public.retention_erasure USING btree (resident_id) WHERE ((state)::text = 'open'::text);

CREATE INDEX errand_centre_at ON public.kiosk_errand USING btree (centre_id, started_at);

CREATE INDEX errand_decided ON public.kiosk_errand USING btree (centre_id, decided_at) WHERE (decided_at IS NOT NULL);

CREATE UNIQUE INDEX errand_one_open_per_person ON public.kiosk_errand USING btree (resident_id, proxy_id, matter) NULLS NOT DISTINCT WHERE ((resident_id IS NOT NULL) AND ((state)::text = 'open'::text));

CREATE UNIQUE INDEX errand_one_per_seat ON public.kiosk_errand USING btree (seat) WHERE (seat IS NOT NULL);

CREATE INDEX errand_open ON public.kiosk_errand USING btree (touched_at) WHERE ((state)::text = 'open'::text);

CREATE INDEX errand_refusal ON public.kiosk_errand USING btree (refusal_id);

CREATE INDEX errand_review ON public.kiosk_errand USING btree (centre_id, submitted_at) WHERE ((state)::text = 'review'::text);

CREATE INDEX errand_waits ON public.kiosk_errand USING btree (centre_id) WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'ready'::character varying])::text[]));

CREATE INDEX event_centre_at ON public.ledger_event USING btree (centre, at);

CREATE INDEX event_spared ON public.ledger_event USING btree (centre, at) WHERE ((data ? 'spared'::text) AND ((thing)::text = 'case'::text));

CREATE INDEX event_thing ON public.ledger_event USING btree (thing, thing_id);

CREATE UNIQUE INDEX factor_one_code_app ON public.signin_factor USING btree (account_id) WHERE ((kind)::text = 'totp'::text);

CREATE UNIQUE INDEX finding_once_while_open ON public.catalogue_finding USING btree (kind, same, matter, paper) WHERE (settled_at IS NULL);

CREATE UNIQUE INDEX follow_up_one_open ON public.training_followup USING btree (path_id) WHERE ((decision)::text = ''::text);

CREATE INDEX given_centre_at ON public.knowledge_given USING btree (centre_id, at);

CREATE INDEX given_of_answer ON public.knowledge_given USING btree (answer_id, at);

CREATE INDEX given_to_account ON public.knowledge_given USING btree (account_id, at DESC);

CREATE UNIQUE INDEX hand_over_line_in_one_parcel ON public.cases_handoverline USING btree (case_id, of) WHERE is_under_way;

CREATE UNIQUE INDEX hand_over_one_open_per_paper ON public.kiosk_handover USING btree (errand_id, paper) WHERE (closed_at IS NULL);

CREATE UNIQUE INDEX hand_over_one_open_per_way ON public.cases_handover USING btree (sender_id, taker_id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX hold_once ON public.retention_hold USING btree (case_id) WHERE (lifted_at IS NULL);

CREATE INDEX kept_plan_centre_at ON public.rehearsal_keptplan USING btree (centre_id, kept_at);

CREATE INDEX kiosk_errand_catalogue_id_1f2e3aea ON public.kiosk_errand USING btree (catalogue_id);

CREATE INDEX kiosk_errand_centre_id_3b33d863 ON public.kiosk_errand USING btree (centre_id);

CREATE INDEX kiosk_errand_centre_id_3b33d863_like ON public.kiosk_errand USING btree (centre_id varchar_pattern_ops);

CREATE INDEX kiosk_errand_kiosk_id_cb7ce39a ON public.kiosk_errand USING btree (kiosk_id);

CREATE INDEX kiosk_errand_number_c9aa27a7_like ON public.kiosk_errand USING btree (number varchar_pattern_ops);

CREATE INDEX kiosk_errand_proxy_id_df9ea213 ON public.kiosk_errand USING btree (proxy_id);

CREATE INDEX kiosk_errand_resident_id_781183a3 ON public.kiosk_errand USING btree (resident_id);

CREATE INDEX kiosk_errand_reviewer_id_12a05285 ON public.kiosk_errand USING btree (reviewer_id);

CREATE INDEX kiosk_errand_slip_id_e12ec7ce ON public.kiosk_errand USING btree (slip_id);

CREATE INDEX kiosk_errand_tag_3dd00896_like ON public.kiosk_errand USING btree (tag varchar_pattern_ops);

CREATE INDEX kiosk_errand_token_74333254_like ON public.kiosk_errand USING btree (token varchar_pattern_ops);

CREATE INDEX kiosk_handover_errand_id_76cb9f90 ON public.kiosk_handover USING btree (errand_id);

CREATE INDEX kiosk_picture_errand_id_4cdbc7af ON public.kiosk_picture USING btree (errand_id);

CREATE INDEX kiosk_stay_centre_id_15083e08 ON public.kiosk_stay USING btree (centre_id);

CREATE INDEX kiosk_stay_centre_id_15083e08_like ON public.kiosk_stay USING btree (centre_id varchar_pattern_ops);

CREATE INDEX kiosk_stay_consultation_id_37dd8c71 ON public.kiosk_stay USING btree (consultation_id);

CREATE INDEX kiosk_stay_kiosk_id_bc8eb479 ON public.kiosk_stay USING btree (kiosk_id);

CREATE INDEX kiosk_stay_slip_id_8ee503d8 ON public.kiosk_stay USING btree (slip_id);

CREATE INDEX knowledge_question_answer_id_094ad1e5 ON public.knowledge_question USING btree (answer_id);

CREATE INDEX knowledge_question_helper_id_d7c6c638 ON public.knowledge_question USING btree (helper_id);

CREATE INDEX knowledge_question_passed_to_id_52185da9 ON public.knowledge_question USING btree (passed_to_id);

CREATE INDEX leave_centre_first ON public.duty_leave USING btree (centre_id, first);

CREATE INDEX ledger_brake_until_0480c31a ON public.ledger_brake USING btree (until);

CREATE INDEX licences_lookup_resident_id_a9293139 ON public.licences_lookup USING btree (resident_id);

CREATE INDEX licences_storegate_store_ed9f7448_like ON public.licences_storegate USING btree (store varchar_pattern_ops);

CREATE INDEX lobby_displaylayout_centre_id_7f2a4c77 ON public.lobby_displaylayout USING btree (centre_id);

CREATE INDEX lobby_displaylayout_centre_id_7f2a4c77_like ON public.lobby_displaylayout USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_learnedwaits_centre_id_bf71c49d ON public.lobby_learnedwaits USING btree (centre_id);

CREATE INDEX lobby_learnedwaits_centre_id_bf71c49d_like ON public.lobby_learnedwaits USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_priorityweight_centre_id_6a070fbb ON public.lobby_priorityweight USING btree (centre_id);

CREATE INDEX lobby_priorityweight_centre_id_6a070fbb_like ON public.lobby_priorityweight USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_ticket_centre_id_0297b4ee ON public.lobby_ticket USING btree (centre_id);

CREATE INDEX lobby_ticket_centre_id_0297b4ee_like ON public.lobby_ticket USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_ticket_for_window_id_daa44bac ON public.lobby_ticket USING btree (for_window_id);

CREATE INDEX lobby_ticket_served_by_id_15567e18 ON public.lobby_ticket USING btree (served_by_id);

CREATE INDEX lobby_ticket_window_id_a96f5ddb ON public.lobby_ticket USING btree (window_id);

CREATE INDEX lobby_ticketcounter_centre_id_b75e6477 ON public.lobby_ticketcounter USING btree (centre_id);

CREATE INDEX lobby_ticketcounter_centre_id_b75e6477_like ON public.lobby_ticketcounter USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_tidalalert_asked_account_id_a832adc6 ON public.lobby_tidalalert USING btree (asked_account_id);

CREATE INDEX lobby_tidalalert_asked_window_id_05b92634 ON public.lobby_tidalalert USING btree (asked_window_id);

CREATE INDEX lobby_tidalalert_centre_id_f6274429 ON public.lobby_tidalalert USING btree (centre_id);

CREATE INDEX lobby_tidalalert_centre_id_f6274429_like ON public.lobby_tidalalert USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_visit_centre_id_6ca3c8dc ON public.lobby_visit USING btree (centre_id);

CREATE INDEX lobby_visit_centre_id_6ca3c8dc_like ON public.lobby_visit USING btree (centre_id varchar_pattern_ops);

CREATE INDEX lobby_visit_resident_id_acc88c25 ON public.lobby_visit USING btree (resident_id);

CREATE INDEX lobby_visit_slip_id_5a6a0d57 ON public.lobby_visit USING btree (slip_id);

CREATE INDEX look_at_sheet ON public.appraisal_look USING btree (centre_id, month, account_id);

CREATE INDEX lookup_due ON public.licences_lookup USING btree (next_at) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX lookup_held ON public.licences_lookup USING btree (held_until) WHERE (held_until IS NOT NULL);

CREATE INDEX lookup_occasion ON public.licences_lookup USING btree (occasion, licence);

CREATE INDEX message_due ON public.appointments_message USING btree (due_at) WHERE ((state)::text = 'due'::text);

CREATE INDEX nodes_call_node_id_74050223 ON public.nodes_call USING btree (node_id);

CREATE INDEX nodes_call_node_id_74050223_like ON public.nodes_call USING btree (node_id varchar_pattern_ops);

CREATE INDEX nodes_conflict_same_a2a0fd0c_like ON public.nodes_conflict USING btree (same varchar_pattern_ops);

CREATE INDEX nodes_holding_node_id_f2062be0 ON public.nodes_holding USING btree (node_id);

CREATE INDEX nodes_holding_node_id_f2062be0_like ON public.nodes_holding USING btree (node_id varchar_pattern_ops);

CREATE INDEX nodes_holding_slip_id_cb8efa57 ON public.nodes_holding USING btree (slip_id);

CREATE INDEX nodes_node_centre_id_ae4e7dab_like ON public.nodes_node USING btree (centre_id varchar_pattern_ops);

CREATE INDEX nodes_nodekey_node_id_74d71c39 ON public.nodes_nodekey USING btree (node_id);

CREATE INDEX nodes_nodekey_node_id_74d71c39_like ON public.nodes_nodekey USING btree (node_id varchar_pattern_ops);

CREATE INDEX nodes_withheld_conflict_id_0a3810dc ON public.nodes_withheld USING btree (conflict_id);

CREATE INDEX notice_due ON public.notices_notice USING btree (due_at) WHERE ((state)::text = 'due'::text);

CREATE INDEX notice_undelivered ON public.notices_notice USING btree (centre_id, ended_at) WHERE ((state)::text = ANY ((ARRAY['failed'::character varying, 'unknown'::character varying])::text[]));

CREATE INDEX notice_waits_for_receipt ON public.notices_notice USING btree (reported_until) WHERE ((state)::text = 'taken'::text);

CREATE INDEX notice_written ON public.notices_notice USING btree (centre_id, kind, written_at);

CREATE INDEX notices_notice_resident_id_26813ba9 ON public.notices_notice USING btree (resident_id);

CREATE INDEX notices_noticetry_notice_id_4dccdf03 ON public.notices_noticetry USING btree (notice_id);

CREATE INDEX notices_rules_centre_id_7efa6f7b_like ON public.notices_rules USING btree (centre_id varchar_pattern_ops);

CREATE INDEX objection_centre_month ON public.appraisal_objection USING btree (centre_id, month);

CREATE INDEX operation_clocktask_name_5c478670_like ON public.operation_clocktask USING btree (name varchar_pattern_ops);

CREATE INDEX oral_centre_day ON public.training_oral USING btree (centre_id, day);

CREATE INDEX outgoing_at ON public.nodes_outgoing USING btree (at);

CREATE INDEX outgoing_to ON public.nodes_outgoing USING btree ("to", id);

CREATE INDEX outgoing_transaction ON public.nodes_outgoing USING btree (transaction);

CREATE UNIQUE INDEX parcel_one_under_way ON public.cases_parcel USING btree (delivery_id) WHERE is_under_way;

CREATE INDEX parcel_to_ask ON public.cases_parcel USING btree (ask_at) WHERE is_under_way;

CREATE UNIQUE INDEX parcel_waybill_once ON public.cases_parcel USING btree (carrier, waybill) WHERE (NOT ((waybill)::text = ''::text));

CREATE INDEX path_follow_up_comes ON public.training_path USING btree (follow_up_on) WHERE ((state)::text = ANY ((ARRAY['trial'::character varying, 'practise'::character varying])::text[]));

CREATE INDEX people_consent_resident_id_e3db7a94 ON public.people_consent USING btree (resident_id);

CREATE INDEX people_identityview_resident_id_0a5865f4 ON public.people_identityview USING btree (resident_id);

CREATE UNIQUE INDEX photograph_kept_once ON public.cases_photograph USING btree (case_id, paper, digest) WHERE (removed_at IS NULL);

CREATE INDEX picture_kept ON public.kiosk_picture USING btree (taken_at) WHERE (removed_at IS NULL);

CREATE UNIQUE INDEX picture_kept_once ON public.kiosk_picture USING btree (errand_id, paper, digest) WHERE (removed_at IS NULL);

CREATE UNIQUE INDEX picture_one_signature ON public.kiosk_picture USING btree (errand_id) WHERE (((paper)::text = ''::text) AND (removed_at IS NULL));

CREATE INDEX practice_card_due ON public.training_practicecard USING btree (account_id, due_at) WHERE (NOT ((state)::text = 'retired'::text));

CREATE INDEX practice_card_item ON public.training_practicecard USING btree (item);

CREATE INDEX practice_card_of_a_case ON public.training_practicecard USING btree (state) WHERE ((item)::text ~~ '%:case:%'::text);

CREATE INDEX practice_review_account_at ON public.training_practicereview USING btree (account_id, at DESC);

CREATE INDEX practice_review_centre_at ON public.training_practicereview USING btree (centre_id, at);

CREATE INDEX print_job_open ON public.devices_printjob USING btree (printer_id, asked_at) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'taken'::character varying, 'sent'::character varying])::text[]));

CREATE INDEX print_job_reference ON public.devices_printjob USING btree (kind, reference, asked_at);

CREATE INDEX print_job_unhappy ON public.devices_printjob USING btree (centre_id, asked_at) WHERE ((state)::text = ANY ((ARRAY['failed'::character varying, 'unknown'::character varying])::text[]));

CREATE INDEX question_centre_ended ON public.knowledge_question USING btree (centre_id, ended_at);

CREATE INDEX question_centre_newest ON public.knowledge_question USING btree (centre_id, asked_at DESC);

CREATE INDEX question_of_account ON public.knowledge_question USING btree (account_id, asked_at DESC);

CREATE UNIQUE INDEX question_open_once ON public.knowledge_question USING btree (account_id, ticket) NULLS NOT DISTINCT WHERE ((state)::text = ANY ((ARRAY['asked'::character varying, 'coming'::character varying])::text[]));

CREATE INDEX quiz_account_newest ON public.training_quiz USING btree (account_id, begun_at DESC);

CREATE UNIQUE INDEX quiz_one_open_a_person ON public.training_quiz USING btree (account_id) WHERE ((state)::text = 'open'::text);

CREATE INDEX rating_centre_at ON public.ratings_rating USING btree (centre_id, at);

CREATE INDEX ratings_brokenpromise_centre_id_4d984ca1 ON public.ratings_brokenpromise USING btree (centre_id);

CREATE INDEX ratings_brokenpromise_centre_id_4d984ca1_like ON public.ratings_brokenpromise USING btree (centre_id varchar_pattern_ops);

CREATE INDEX ratings_brokenpromise_slip_id_b5b2b633 ON public.ratings_brokenpromise USING btree (slip_id);

CREATE INDEX ratings_brokenpromise_visit_id_d267d7de ON public.ratings_brokenpromise USING btree (visit_id);

CREATE INDEX ratings_complaint_centre_id_114df22f ON public.ratings_complaint USING btree (centre_id);

CREATE INDEX ratings_complaint_centre_id_114df22f_like ON public.ratings_complaint USING btree (centre_id varchar_pattern_ops);

CREATE INDEX ratings_complaint_code_1ddc1dd7_like ON public.ratings_complaint USING btree (code varchar_pattern_ops);

CREATE INDEX ratings_complaint_token_15aba729_like ON public.ratings_complaint USING btree (token varchar_pattern_ops);

CREATE INDEX ratings_complaint_visit_id_a7496172 ON public.ratings_complaint USING btree (visit_id);

CREATE INDEX ratings_invitation_centre_id_199c1e70 ON public.ratings_invitation USING btree (centre_id);

CREATE INDEX ratings_invitation_centre_id_199c1e70_like ON public.ratings_invitation USING btree (centre_id varchar_pattern_ops);

CREATE INDEX ratings_invitation_served_by_id_0999787e ON public.ratings_invitation USING btree (served_by_id);

CREATE INDEX ratings_invitation_token_7b7fbda3_like ON public.ratings_invitation USING btree (token varchar_pattern_ops);

CREATE INDEX ratings_rating_centre_id_b01644cd ON public.ratings_rating USING btree (centre_id);

CREATE INDEX ratings_rating_centre_id_b01644cd_like ON public.ratings_rating USING btree (centre_id varchar_pattern_ops);

CREATE INDEX ratings_rectification_centre_id_fcb1b0af ON public.ratings_rectification USING btree (centre_id);

CREATE INDEX ratings_rectification_centre_id_fcb1b0af_like ON public.ratings_rectification USING btree (centre_id varchar_pattern_ops);

CREATE INDEX ratings_rectification_owner_id_c9febab9 ON public.ratings_rectification USING btree (owner_id);

CREATE INDEX rectification_open ON public.ratings_rectification USING btree (centre_id, opened_at) WHERE (NOT ((state)::text = 'closed'::text));

CREATE INDEX rehearsal_keptplan_centre_id_cb656e90 ON public.rehearsal_keptplan USING btree (centre_id);

CREATE INDEX rehearsal_keptplan_centre_id_cb656e90_like ON public.rehearsal_keptplan USING btree (centre_id varchar_pattern_ops);

CREATE INDEX retention_erasure_centre_id_5e788a00 ON public.retention_erasure USING btree (centre_id);

CREATE INDEX retention_erasure_centre_id_5e788a00_like ON public.retention_erasure USING btree (centre_id varchar_pattern_ops);

CREATE INDEX retention_erasure_resident_id_545fe015 ON public.retention_erasure USING btree (resident_id);

CREATE INDEX retention_hold_case_id_23122b86 ON public.retention_hold USING btree (case_id);

CREATE INDEX roster_centre_newest ON public.duty_roster USING btree (centre_id, first DESC);

CREATE UNIQUE INDEX roster_day_published_once ON public.duty_rosterday USING btree (centre_id, day) WHERE counts;

CREATE UNIQUE INDEX roster_one_draft_of_the_days ON public.duty_roster USING btree (centre_id, first, last) WHERE ((state)::text = 'draft'::text);

CREATE INDEX round_centre_newest ON public.days_round USING btree (centre_id, begun_at DESC);

CREATE INDEX rule_change_of_matter ON public.training_rulechange USING btree (matter, from_day DESC);

CREATE INDEX session_ended ON public.staff_session USING btree (ended_at) WHERE (ended_at IS NOT NULL);

CREATE INDEX signin_challenge_account_id_296b9949 ON public.signin_challenge USING btree (account_id);

CREATE INDEX signin_challenge_at_f62c2758 ON public.signin_challenge USING btree (at);

CREATE INDEX signin_factor_account_id_f6ff12d8 ON public.signin_factor USING btree (account_id);

CREATE INDEX signin_identityrequest_at_b1f4a6e1 ON public.signin_identityrequest USING btree (at);

CREATE INDEX signin_pendingsignin_account_id_b8e9a4ad ON public.signin_pendingsignin USING btree (account_id);

CREATE INDEX signin_pendingsignin_began_at_b046c160 ON public.signin_pendingsignin USING btree (began_at);

CREATE INDEX signin_residentsession_ends_at_d0c1db44 ON public.signin_residentsession USING btree (ends_at);

CREATE INDEX signin_residentsession_resident_id_ec346f39 ON public.signin_residentsession USING btree (resident_id);

CREATE INDEX signin_staffidentity_account_id_efaf1a79 ON public.signin_staffidentity USING btree (account_id);

CREATE INDEX slip_number ON public.advice_slip USING btree (number, day DESC);

CREATE INDEX staff_account_username_cd41e99f_like ON public.staff_account USING btree (username varchar_pattern_ops);

CREATE INDEX staff_grant_account_id_f4343b88 ON public.staff_grant USING btree (account_id);

CREATE INDEX staff_qualification_account_id_32512220 ON public.staff_qualification USING btree (account_id);

CREATE INDEX staff_session_account_id_590f9c5d ON public.staff_session USING btree (account_id);

CREATE UNIQUE INDEX stay_one_person_per_kiosk ON public.kiosk_stay USING btree (kiosk_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX stop_one_at_a_time ON public.cases_stop USING btree (case_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX stored_in_one_place ON public.cases_storedresult USING btree (delivery_id) WHERE ((opened_at IS NULL) AND (taken_out_at IS NULL));

CREATE UNIQUE INDEX stored_one_per_compartment ON public.cases_storedresult USING btree (compartment_id) WHERE ((opened_at IS NULL) AND (taken_out_at IS NULL));

CREATE INDEX swap_centre_state ON public.duty_swap USING btree (centre_id, state);

CREATE UNIQUE INDEX swap_one_open_offer ON public.duty_swap USING btree (gives_id) WHERE ((state)::text = 'offered'::text);

CREATE INDEX teaching_centre_day ON public.training_teaching USING btree (centre_id, day);

CREATE INDEX ticket_announced ON public.lobby_ticket USING btree (centre_id, day, announced_at);

CREATE UNIQUE INDEX ticket_one_open_per_window ON public.lobby_ticket USING btree (window_id) WHERE ((state)::text = ANY ((ARRAY['called'::character varying, 'serving'::character varying])::text[]));

CREATE INDEX ticket_open ON public.lobby_ticket USING btree (centre_id, day) WHERE (NOT ((state)::text = ANY ((ARRAY['done'::character varying, 'left'::character varying])::text[])));

CREATE INDEX ticket_unissued ON public.lobby_ticket USING btree (centre_id, day) WHERE ((state)::text = 'unissued'::text);

CREATE INDEX ticket_waiting ON public.lobby_ticket USING btree (centre_id, queue_at, serial) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX tidal_centre_began ON public.lobby_tidalalert USING btree (centre_id, began_at);

CREATE UNIQUE INDEX tidal_one_open_per_centre ON public.lobby_tidalalert USING btree (centre_id) WHERE (cleared_at IS NULL);

CREATE INDEX training_followup_account_id_8dcbd9e3 ON public.training_followup USING btree (account_id);

CREATE INDEX training_followup_decided_by_id_a2303f4d ON public.training_followup USING btree (decided_by_id);

CREATE INDEX training_oral_account_id_e338a24c ON public.training_oral USING btree (account_id);

CREATE INDEX training_oral_examiner_id_2e605d71 ON public.training_oral USING btree (examiner_id);

CREATE INDEX training_path_centre_id_9e52a26c ON public.training_path USING btree (centre_id);

CREATE INDEX training_path_centre_id_9e52a26c_like ON public.training_path USING btree (centre_id varchar_pattern_ops);

CREATE INDEX training_path_quiz_id_5d572965 ON public.training_path USING btree (quiz_id);

CREATE INDEX training_plan_account_id_ec4f6c7e ON public.training_plan USING btree (account_id);

CREATE INDEX training_practicecard_change_id_b4416981 ON public.training_practicecard USING btree (change_id);

CREATE INDEX training_practicecard_inherits_id_6aa86da3 ON public.training_practicecard USING btree (inherits_id);

CREATE INDEX training_quiz_centre_id_ead8caad ON public.training_quiz USING btree (centre_id);

CREATE INDEX training_quiz_centre_id_ead8caad_like ON public.training_quiz USING btree (centre_id varchar_pattern_ops);

CREATE INDEX training_rules_centre_id_043bd05d ON public.training_rules USING btree (centre_id);

CREATE INDEX training_rules_centre_id_043bd05d_like ON public.training_rules USING btree (centre_id varchar_pattern_ops);

CREATE INDEX training_teaching_learner_id_dc620d2c ON public.training_teaching USING btree (learner_id);

CREATE INDEX training_teaching_teacher_id_c2e254fb ON public.training_teaching USING btree (teacher_id);

CREATE INDEX visit_centre_day ON public.lobby_visit USING btree (centre_id, day);

CREATE UNIQUE INDEX visit_one_open_per_slip ON public.lobby_visit USING btree (centre_id, slip_id, day) WHERE (finished_at IS NULL);

CREATE INDEX visit_proxy ON public.lobby_visit USING btree (proxy_id);

CREATE UNIQUE INDEX wish_one_for_a_day ON public.duty_wish USING btree (account_id, day) WHERE (withdrawn_at IS NULL);

CREATE INDEX withheld_row ON public.nodes_withheld USING btree (peer, "table", key);

CREATE TRIGGER appraisal_frozenmonth_final BEFORE UPDATE ON public.appraisal_frozenmonth FOR EACH ROW EXECUTE FUNCTION public.appraisal_frozen_is_final();

CREATE TRIGGER cases_record_final BEFORE UPDATE ON public.cases_record FOR EACH ROW EXECUTE FUNCTION public.cases_record_is_final();

CREATE TRIGGER cases_recordprint_final BEFORE UPDATE ON public.cases_recordprint FOR EACH ROW EXECUTE FUNCTION public.cases_record_is_final();

CREATE TRIGGER catalogue_version_append_only BEFORE DELETE OR UPDATE ON public.catalogue_catalogueversion FOR EACH ROW EXECUTE FUNCTION public.catalogue_forbid();

CREATE TRIGGER departments_note_change AFTER INSERT ON public.ledger_event FOR EACH ROW WHEN ((((new.thing)::text = 'case'::text) AND ((new.thing_id)::text ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'::text))) EXECUTE FUNCTION public.departments_note_change();

CREATE TRIGGER ledger_event_append_only BEFORE DELETE OR UPDATE ON public.ledger_event FOR EACH ROW EXECUTE FUNCTION public.ledger_forbid();

CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON public.ledger_event FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_forbid_truncate();

CREATE TRIGGER ledger_event_publish AFTER INSERT ON public.ledger_event FOR EACH ROW WHEN ((new.public IS NOT NULL)) EXECUTE FUNCTION public.ledger_publish();

CREATE TRIGGER ledger_seal_append_only BEFORE DELETE OR UPDATE ON public.ledger_seal FOR EACH ROW EXECUTE FUNCTION public.ledger_forbid();

CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON public.ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_forbid_truncate();

ALTER TABLE ONLY public.advice_consultation
    ADD CONSTRAINT advice_consultation_catalogue_id_12979ca7_fk_catalogue FOREIGN KEY (catalogue_id) REFERENCES public.catalogue_catalogueversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_consultation
    ADD CONSTRAINT advice_consultation_centre_id_54f13986_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_consultation
    ADD CONSTRAINT advice_consultation_renews_id_d07b5203_fk_advice_slip_id FOREIGN KEY (renews_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_consultation
    ADD CONSTRAINT advice_consultation_resident_id_b4a217b9_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT advice_slip_catalogue_id_4ee0848a_fk_catalogue FOREIGN KEY (catalogue_id) REFERENCES public.catalogue_catalogueversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT advice_slip_centre_id_094cd47b_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT advice_slip_consultation_id_92e6b8c8_fk_advice_consultation_id FOREIGN KEY (consultation_id) REFERENCES public.advice_consultation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_slip
    ADD CONSTRAINT advice_slip_resident_id_91e17d54_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.advice_slipcounter
    ADD CONSTRAINT advice_slipcounter_centre_id_ec887e46_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appoint_centre_id_e350bcd9_fk_centres_c FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appoint_resident_id_5c049984_fk_people_re FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appoint_service_id_945bc869_fk_appointme FOREIGN KEY (service_id) REFERENCES public.appointments_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_appointment
    ADD CONSTRAINT appointments_appointment_slip_id_647991e4_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_attempt
    ADD CONSTRAINT appointments_attempt_message_id_02e45339_fk_appointme FOREIGN KEY (message_id) REFERENCES public.appointments_message(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_bookingday
    ADD CONSTRAINT appointments_booking_centre_id_acd2147c_fk_centres_c FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_bookingcounter
    ADD CONSTRAINT appointments_booking_centre_id_e21b79b9_fk_centres_c FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_message
    ADD CONSTRAINT appointments_message_appointment_id_e408361b_fk_appointme FOREIGN KEY (appointment_id) REFERENCES public.appointments_appointment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_rules
    ADD CONSTRAINT appointments_rules_centre_id_2fd51344_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_saidquota
    ADD CONSTRAINT appointments_saidquo_service_id_43eab7c6_fk_appointme FOREIGN KEY (service_id) REFERENCES public.appointments_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appointments_service
    ADD CONSTRAINT appointments_service_centre_id_8fcd38fa_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_coefficient
    ADD CONSTRAINT appraisal_coefficien_reviewed_by_id_06f9fe93_fk_staff_acc FOREIGN KEY (reviewed_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_coefficient
    ADD CONSTRAINT appraisal_coefficient_centre_id_d724394f_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_frozenmonth
    ADD CONSTRAINT appraisal_frozenmonth_centre_id_4664f5de_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_frozenmonth
    ADD CONSTRAINT appraisal_frozenmonth_frozen_by_id_59c1cf66_fk_staff_account_id FOREIGN KEY (frozen_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_look
    ADD CONSTRAINT appraisal_look_account_id_45e40477_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_look
    ADD CONSTRAINT appraisal_look_by_id_e06d8b7d_fk_staff_account_id FOREIGN KEY (by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_look
    ADD CONSTRAINT appraisal_look_centre_id_59c9e1c7_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_modelversion
    ADD CONSTRAINT appraisal_modelversi_centre_id_396c3165_fk_centres_c FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_modelversion
    ADD CONSTRAINT appraisal_modelversion_set_by_id_0bb8f63e_fk_staff_account_id FOREIGN KEY (set_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_objection
    ADD CONSTRAINT appraisal_objection_account_id_c55d3587_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_objection
    ADD CONSTRAINT appraisal_objection_answered_by_id_f568716c_fk_staff_account_id FOREIGN KEY (answered_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_objection
    ADD CONSTRAINT appraisal_objection_centre_id_6e36c7aa_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_signature
    ADD CONSTRAINT appraisal_signature_account_id_bc957f58_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_signature
    ADD CONSTRAINT appraisal_signature_frozen_id_7b2856e8_fk_appraisal FOREIGN KEY (frozen_id) REFERENCES public.appraisal_frozenmonth(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_spared
    ADD CONSTRAINT appraisal_spared_centre_id_1eb20c19_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.appraisal_spared
    ADD CONSTRAINT appraisal_spared_objection_id_e49c9fc9_fk_appraisal FOREIGN KEY (objection_id) REFERENCES public.appraisal_objection(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_authority
    ADD CONSTRAINT cases_authority_agent_id_3bd14bf7_fk_people_resident_id FOREIGN KEY (agent_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_authority
    ADD CONSTRAINT cases_authority_centre_id_45aec379_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_authority
    ADD CONSTRAINT cases_authority_principal_id_5d760352_fk_people_resident_id FOREIGN KEY (principal_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_authority
    ADD CONSTRAINT cases_authority_visit_id_1cc965e1_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_cabinet
    ADD CONSTRAINT cases_cabinet_centre_id_b32d2f3e_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_accepting_centre_id_610b1718_fk_centres_centre_code FOREIGN KEY (accepting_centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_authority_id_c71dab6c_fk_cases_authority_id FOREIGN KEY (authority_id) REFERENCES public.cases_authority(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_catalogue_id_14037e19_fk_catalogue FOREIGN KEY (catalogue_id) REFERENCES public.catalogue_catalogueversion(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_clerk_id_78c837b5_fk_staff_account_id FOREIGN KEY (clerk_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_collect_at_id_9bf162bf_fk_centres_centre_code FOREIGN KEY (collect_at_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_papers_at_id_438ac548_fk_centres_centre_code FOREIGN KEY (papers_at_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_proxy_id_c8ad0d96_fk_people_resident_id FOREIGN KEY (proxy_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_receipt_id_626fad2e_fk_cases_receipt_id FOREIGN KEY (receipt_id) REFERENCES public.cases_receipt(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_receiving_centre_id_95786e37_fk_centres_centre_code FOREIGN KEY (receiving_centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_resident_id_cb294121_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_result_at_id_80426671_fk_centres_centre_code FOREIGN KEY (result_at_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_slip_id_f5b1f473_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_visit_id_f86f3f6c_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_casecounter
    ADD CONSTRAINT cases_casecounter_centre_id_c329edc4_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_compartment
    ADD CONSTRAINT cases_compartment_cabinet_id_7b789776_fk_cases_cabinet_id FOREIGN KEY (cabinet_id) REFERENCES public.cases_cabinet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_delivery
    ADD CONSTRAINT cases_delivery_case_id_89c6e15d_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_gap
    ADD CONSTRAINT cases_gap_case_id_2e2e8766_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_gap
    ADD CONSTRAINT cases_gap_lookup_id_20ac2875_fk_licences_lookup_id FOREIGN KEY (lookup_id) REFERENCES public.licences_lookup(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_handover
    ADD CONSTRAINT cases_handover_sender_id_1060565d_fk_centres_centre_code FOREIGN KEY (sender_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_handover
    ADD CONSTRAINT cases_handover_taker_id_1f1969e1_fk_centres_centre_code FOREIGN KEY (taker_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_handoverline
    ADD CONSTRAINT cases_handoverline_case_id_3b371351_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_handoverline
    ADD CONSTRAINT cases_handoverline_hand_over_id_1a9cad13_fk_cases_handover_id FOREIGN KEY (hand_over_id) REFERENCES public.cases_handover(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_missingnotice
    ADD CONSTRAINT cases_missingnotice_centre_id_9e05ae0d_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_missingnotice
    ADD CONSTRAINT cases_missingnotice_slip_id_6fc6e069_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_missingnotice
    ADD CONSTRAINT cases_missingnotice_visit_id_56b46919_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_parcel
    ADD CONSTRAINT cases_parcel_centre_id_5b7c7a16_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_parcel
    ADD CONSTRAINT cases_parcel_delivery_id_a79e38f8_fk_cases_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.cases_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_photograph
    ADD CONSTRAINT cases_photograph_case_id_def59f3b_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_receipt
    ADD CONSTRAINT cases_receipt_centre_id_04976cfb_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_receipt
    ADD CONSTRAINT cases_receipt_visit_id_7e27d852_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_case_id_9b8017c6_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_centre_id_4f36de8b_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_notice_id_fba69fc8_fk_cases_missingnotice_id FOREIGN KEY (notice_id) REFERENCES public.cases_missingnotice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_receipt_id_051ee8e4_fk_cases_receipt_id FOREIGN KEY (receipt_id) REFERENCES public.cases_receipt(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_record
    ADD CONSTRAINT cases_record_visit_id_6b69a41e_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_recordprint
    ADD CONSTRAINT cases_recordprint_record_id_2e74676e_fk_cases_record_id FOREIGN KEY (record_id) REFERENCES public.cases_record(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_stop
    ADD CONSTRAINT cases_stop_case_id_3a51a776_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_storedresult
    ADD CONSTRAINT cases_storedresult_compartment_id_5446c24c_fk_cases_com FOREIGN KEY (compartment_id) REFERENCES public.cases_compartment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_storedresult
    ADD CONSTRAINT cases_storedresult_delivery_id_18e377b3_fk_cases_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.cases_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.cases_track
    ADD CONSTRAINT cases_track_parcel_id_648bf980_fk_cases_parcel_id FOREIGN KEY (parcel_id) REFERENCES public.cases_parcel(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalogue_draft
    ADD CONSTRAINT catalogue_draft_base_id_f4643834_fk_catalogue FOREIGN KEY (base_id) REFERENCES public.catalogue_catalogueversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalogue_draft
    ADD CONSTRAINT catalogue_draft_version_id_490c2d71_fk_catalogue FOREIGN KEY (version_id) REFERENCES public.catalogue_catalogueversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalogue_draftfile
    ADD CONSTRAINT catalogue_draftfile_base_id_6981b9ed_fk_catalogue FOREIGN KEY (base_id) REFERENCES public.catalogue_catalogueversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalogue_draftfile
    ADD CONSTRAINT catalogue_draftfile_draft_id_8c6f640b_fk_catalogue_draft_id FOREIGN KEY (draft_id) REFERENCES public.catalogue_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.catalogue_finding
    ADD CONSTRAINT catalogue_finding_draft_id_8d40708e_fk_catalogue_draft_id FOREIGN KEY (draft_id) REFERENCES public.catalogue_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_calendarday
    ADD CONSTRAINT centres_calendarday_notice_id_ffabace1_fk_centres_c FOREIGN KEY (notice_id) REFERENCES public.centres_calendaryear(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_centre
    ADD CONSTRAINT centres_centre_belongs_to_id_d2d4db5d_fk_centres_centre_code FOREIGN KEY (belongs_to_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_changedday
    ADD CONSTRAINT centres_changedday_centre_id_f2296519_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_changedstretch
    ADD CONSTRAINT centres_changedstret_changed_id_ecb4b1c7_fk_centres_c FOREIGN KEY (changed_id) REFERENCES public.centres_changedday(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT centres_device_account_id_f42799bd_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT centres_device_centre_id_23d54a88_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_device
    ADD CONSTRAINT centres_device_hall_id_2002555d_fk_centres_hall_id FOREIGN KEY (hall_id) REFERENCES public.centres_hall(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_duty
    ADD CONSTRAINT centres_duty_account_id_20f5cb40_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_duty
    ADD CONSTRAINT centres_duty_window_id_acf7c292_fk_centres_window_id FOREIGN KEY (window_id) REFERENCES public.centres_window(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_hall
    ADD CONSTRAINT centres_hall_centre_id_75a78cf5_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_openinghours
    ADD CONSTRAINT centres_openinghours_centre_id_da7acc58_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_window
    ADD CONSTRAINT centres_window_centre_id_77a31f63_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.centres_window
    ADD CONSTRAINT centres_window_hall_id_ac3d48b8_fk_centres_hall_id FOREIGN KEY (hall_id) REFERENCES public.centres_hall(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.days_dayaccount
    ADD CONSTRAINT days_dayaccount_centre_id_054d4e24_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.days_round
    ADD CONSTRAINT days_round_centre_id_1a96e483_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.days_roundfinding
    ADD CONSTRAINT days_roundfinding_round_id_1a974caa_fk_days_round_id FOREIGN KEY (round_id) REFERENCES public.days_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_answer
    ADD CONSTRAINT departments_answer_system_id_8c69d4e1_fk_departmen FOREIGN KEY (system_id) REFERENCES public.departments_system(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_delivery
    ADD CONSTRAINT departments_delivery_subscription_id_9f998f13_fk_departmen FOREIGN KEY (subscription_id) REFERENCES public.departments_subscription(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_nonce
    ADD CONSTRAINT departments_nonce_key_id_40e4b995_fk_departments_systemkey_id FOREIGN KEY (key_id) REFERENCES public.departments_systemkey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_result
    ADD CONSTRAINT departments_result_case_id_7962ed7b_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_result
    ADD CONSTRAINT departments_result_system_id_821ada6b_fk_departmen FOREIGN KEY (system_id) REFERENCES public.departments_system(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_resultfile
    ADD CONSTRAINT departments_resultfi_result_id_4b06c28b_fk_departmen FOREIGN KEY (result_id) REFERENCES public.departments_result(case_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_resultfile
    ADD CONSTRAINT departments_resultfi_system_id_3632ac46_fk_departmen FOREIGN KEY (system_id) REFERENCES public.departments_system(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_resultfile
    ADD CONSTRAINT departments_resultfile_case_id_90ee8e7d_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_subscription
    ADD CONSTRAINT departments_subscrip_system_id_d06767ce_fk_departmen FOREIGN KEY (system_id) REFERENCES public.departments_system(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_system
    ADD CONSTRAINT departments_system_account_id_404743e5_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_systemkey
    ADD CONSTRAINT departments_systemke_system_id_5eb8d6ef_fk_departmen FOREIGN KEY (system_id) REFERENCES public.departments_system(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_taking
    ADD CONSTRAINT departments_taking_case_id_2e9612a9_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.departments_taking
    ADD CONSTRAINT departments_taking_system_id_e5f1be36_fk_departmen FOREIGN KEY (system_id) REFERENCES public.departments_system(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.devices_part
    ADD CONSTRAINT devices_part_station_id_24f10331_fk_devices_station_id FOREIGN KEY (station_id) REFERENCES public.devices_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.devices_printjob
    ADD CONSTRAINT devices_printjob_centre_id_7fbe699f_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.devices_printjob
    ADD CONSTRAINT devices_printjob_printer_id_0a5a42db_fk_devices_part_id FOREIGN KEY (printer_id) REFERENCES public.devices_part(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.devices_screen
    ADD CONSTRAINT devices_screen_device_id_368869ed_fk_centres_device_id FOREIGN KEY (device_id) REFERENCES public.centres_device(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.devices_station
    ADD CONSTRAINT devices_station_centre_id_8bec261e_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.drilling_drill
    ADD CONSTRAINT drilling_drill_centre_id_6a05837f_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.drilling_drilltask
    ADD CONSTRAINT drilling_drilltask_drill_id_22b83154_fk_drilling_drill_id FOREIGN KEY (drill_id) REFERENCES public.drilling_drill(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_assignment
    ADD CONSTRAINT duty_assignment_account_id_35755d6e_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_assignment
    ADD CONSTRAINT duty_assignment_centre_id_5692fe71_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_assignment
    ADD CONSTRAINT duty_assignment_pattern_id_f4b1cfca_fk_duty_shiftpattern_id FOREIGN KEY (pattern_id) REFERENCES public.duty_shiftpattern(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_assignment
    ADD CONSTRAINT duty_assignment_roster_id_8685ad23_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_attendance
    ADD CONSTRAINT duty_attendance_account_id_10873802_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_attendance
    ADD CONSTRAINT duty_attendance_centre_id_d6f2d014_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_break
    ADD CONSTRAINT duty_break_account_id_cc4f72d8_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_break
    ADD CONSTRAINT duty_break_centre_id_37f00b88_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_contract
    ADD CONSTRAINT duty_contract_account_id_388caa0e_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_contract
    ADD CONSTRAINT duty_contract_centre_id_7b9e70d4_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_leave
    ADD CONSTRAINT duty_leave_account_id_e939927c_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_leave
    ADD CONSTRAINT duty_leave_centre_id_8bc605f1_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_overtime
    ADD CONSTRAINT duty_overtime_account_id_b1760128_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_overtime
    ADD CONSTRAINT duty_overtime_centre_id_6199b119_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_centre_id_18c9b8a2_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_roster
    ADD CONSTRAINT duty_roster_replaces_id_916d4421_fk_duty_roster_id FOREIGN KEY (replaces_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_rosterday
    ADD CONSTRAINT duty_rosterday_centre_id_5192c871_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_rosterday
    ADD CONSTRAINT duty_rosterday_roster_id_6c503a16_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_rosterseen
    ADD CONSTRAINT duty_rosterseen_account_id_ec98143c_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_rosterseen
    ADD CONSTRAINT duty_rosterseen_roster_id_7971ed16_fk_duty_roster_id FOREIGN KEY (roster_id) REFERENCES public.duty_roster(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_shiftpattern
    ADD CONSTRAINT duty_shiftpattern_centre_id_0b6cd465_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_answered_by_id_feb026ac_fk_staff_account_id FOREIGN KEY (answered_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_centre_id_6475a726_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_gives_id_497ddb52_fk_duty_assignment_id FOREIGN KEY (gives_id) REFERENCES public.duty_assignment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_offered_by_id_790e86fd_fk_staff_account_id FOREIGN KEY (offered_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_takes_id_4beecda2_fk_duty_assignment_id FOREIGN KEY (takes_id) REFERENCES public.duty_assignment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_swap
    ADD CONSTRAINT duty_swap_to_id_e71d335c_fk_staff_account_id FOREIGN KEY (to_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_wish
    ADD CONSTRAINT duty_wish_account_id_2cb81505_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.duty_wish
    ADD CONSTRAINT duty_wish_centre_id_cdea0454_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_catalogue_id_1f2e3aea_fk_catalogue FOREIGN KEY (catalogue_id) REFERENCES public.catalogue_catalogueversion(number) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_centre_id_3b33d863_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_consultation_id_bd011aff_fk_advice_consultation_id FOREIGN KEY (consultation_id) REFERENCES public.advice_consultation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_kiosk_id_cb7ce39a_fk_centres_device_id FOREIGN KEY (kiosk_id) REFERENCES public.centres_device(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_proxy_id_df9ea213_fk_people_resident_id FOREIGN KEY (proxy_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_receipt_id_0b024325_fk_cases_receipt_id FOREIGN KEY (receipt_id) REFERENCES public.cases_receipt(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_refusal_id_a2b6be29_fk_cases_record_id FOREIGN KEY (refusal_id) REFERENCES public.cases_record(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_resident_id_781183a3_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_reviewer_id_12a05285_fk_staff_account_id FOREIGN KEY (reviewer_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_errand
    ADD CONSTRAINT kiosk_errand_slip_id_e12ec7ce_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_handover
    ADD CONSTRAINT kiosk_handover_errand_id_76cb9f90_fk_kiosk_errand_id FOREIGN KEY (errand_id) REFERENCES public.kiosk_errand(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_picture
    ADD CONSTRAINT kiosk_picture_errand_id_4cdbc7af_fk_kiosk_errand_id FOREIGN KEY (errand_id) REFERENCES public.kiosk_errand(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_stay
    ADD CONSTRAINT kiosk_stay_centre_id_15083e08_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_stay
    ADD CONSTRAINT kiosk_stay_consultation_id_37dd8c71_fk_advice_consultation_id FOREIGN KEY (consultation_id) REFERENCES public.advice_consultation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_stay
    ADD CONSTRAINT kiosk_stay_kiosk_id_bc8eb479_fk_centres_device_id FOREIGN KEY (kiosk_id) REFERENCES public.centres_device(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.kiosk_stay
    ADD CONSTRAINT kiosk_stay_slip_id_8ee503d8_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_answer
    ADD CONSTRAINT knowledge_answer_centre_id_2401d0a5_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_answerversion
    ADD CONSTRAINT knowledge_answervers_answer_id_5e01ee86_fk_knowledge FOREIGN KEY (answer_id) REFERENCES public.knowledge_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_given
    ADD CONSTRAINT knowledge_given_account_id_12c27b58_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_given
    ADD CONSTRAINT knowledge_given_answer_id_9ee6e57c_fk_knowledge_answer_id FOREIGN KEY (answer_id) REFERENCES public.knowledge_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_given
    ADD CONSTRAINT knowledge_given_centre_id_9cf00fc4_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_given
    ADD CONSTRAINT knowledge_given_question_id_e0dee7a3_fk_knowledge_question_id FOREIGN KEY (question_id) REFERENCES public.knowledge_question(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_account_id_ebe43578_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_answer_id_094ad1e5_fk_knowledge_answer_id FOREIGN KEY (answer_id) REFERENCES public.knowledge_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_centre_id_80ea0eec_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_helper_id_d7c6c638_fk_staff_account_id FOREIGN KEY (helper_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.knowledge_question
    ADD CONSTRAINT knowledge_question_passed_to_id_52185da9_fk_staff_account_id FOREIGN KEY (passed_to_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.licences_lookup
    ADD CONSTRAINT licences_lookup_resident_id_a9293139_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_displaylayout
    ADD CONSTRAINT lobby_displaylayout_centre_id_7f2a4c77_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_learnedwaits
    ADD CONSTRAINT lobby_learnedwaits_centre_id_bf71c49d_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_priorityweight
    ADD CONSTRAINT lobby_priorityweight_centre_id_6a070fbb_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_centre_id_0297b4ee_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_for_window_id_daa44bac_fk_centres_window_id FOREIGN KEY (for_window_id) REFERENCES public.centres_window(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_served_by_id_15567e18_fk_staff_account_id FOREIGN KEY (served_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_visit_id_7690dfb7_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_ticket
    ADD CONSTRAINT lobby_ticket_window_id_a96f5ddb_fk_centres_window_id FOREIGN KEY (window_id) REFERENCES public.centres_window(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_ticketcounter
    ADD CONSTRAINT lobby_ticketcounter_centre_id_b75e6477_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_tidalalert
    ADD CONSTRAINT lobby_tidalalert_asked_account_id_a832adc6_fk_staff_account_id FOREIGN KEY (asked_account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_tidalalert
    ADD CONSTRAINT lobby_tidalalert_asked_window_id_05b92634_fk_centres_window_id FOREIGN KEY (asked_window_id) REFERENCES public.centres_window(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_tidalalert
    ADD CONSTRAINT lobby_tidalalert_centre_id_f6274429_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_visit
    ADD CONSTRAINT lobby_visit_centre_id_6ca3c8dc_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_visit
    ADD CONSTRAINT lobby_visit_proxy_id_f249ae7e_fk_people_resident_id FOREIGN KEY (proxy_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_visit
    ADD CONSTRAINT lobby_visit_resident_id_acc88c25_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.lobby_visit
    ADD CONSTRAINT lobby_visit_slip_id_5a6a0d57_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.nodes_call
    ADD CONSTRAINT nodes_call_node_id_74050223_fk_nodes_node_centre_id FOREIGN KEY (node_id) REFERENCES public.nodes_node(centre_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.nodes_holding
    ADD CONSTRAINT nodes_holding_node_id_f2062be0_fk_nodes_node_centre_id FOREIGN KEY (node_id) REFERENCES public.nodes_node(centre_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.nodes_holding
    ADD CONSTRAINT nodes_holding_slip_id_cb8efa57_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.nodes_node
    ADD CONSTRAINT nodes_node_centre_id_ae4e7dab_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.nodes_nodekey
    ADD CONSTRAINT nodes_nodekey_node_id_74d71c39_fk_nodes_node_centre_id FOREIGN KEY (node_id) REFERENCES public.nodes_node(centre_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.nodes_withheld
    ADD CONSTRAINT nodes_withheld_conflict_id_0a3810dc_fk_nodes_conflict_id FOREIGN KEY (conflict_id) REFERENCES public.nodes_conflict(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_centre_id_f632ee49_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_resident_id_26813ba9_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_noticetry
    ADD CONSTRAINT notices_noticetry_notice_id_4dccdf03_fk_notices_notice_id FOREIGN KEY (notice_id) REFERENCES public.notices_notice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_rules
    ADD CONSTRAINT notices_rules_centre_id_7efa6f7b_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_consent
    ADD CONSTRAINT people_consent_resident_id_e3db7a94_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.people_identityview
    ADD CONSTRAINT people_identityview_resident_id_0a5865f4_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_brokenpromise
    ADD CONSTRAINT ratings_brokenpromise_centre_id_4d984ca1_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_brokenpromise
    ADD CONSTRAINT ratings_brokenpromise_slip_id_b5b2b633_fk_advice_slip_id FOREIGN KEY (slip_id) REFERENCES public.advice_slip(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_brokenpromise
    ADD CONSTRAINT ratings_brokenpromise_visit_id_d267d7de_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_complaint
    ADD CONSTRAINT ratings_complaint_centre_id_114df22f_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_complaint
    ADD CONSTRAINT ratings_complaint_visit_id_a7496172_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_invitation
    ADD CONSTRAINT ratings_invitation_centre_id_199c1e70_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_invitation
    ADD CONSTRAINT ratings_invitation_served_by_id_0999787e_fk_staff_account_id FOREIGN KEY (served_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_invitation
    ADD CONSTRAINT ratings_invitation_visit_id_ae026aaf_fk_lobby_visit_id FOREIGN KEY (visit_id) REFERENCES public.lobby_visit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rating
    ADD CONSTRAINT ratings_rating_centre_id_b01644cd_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rating
    ADD CONSTRAINT ratings_rating_invitation_id_eec5f6cd_fk_ratings_invitation_id FOREIGN KEY (invitation_id) REFERENCES public.ratings_invitation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectificatio_broken_promise_id_a22aba75_fk_ratings_b FOREIGN KEY (broken_promise_id) REFERENCES public.ratings_brokenpromise(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectificatio_complaint_id_c10a37d2_fk_ratings_c FOREIGN KEY (complaint_id) REFERENCES public.ratings_complaint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_centre_id_fcb1b0af_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_owner_id_c9febab9_fk_staff_account_id FOREIGN KEY (owner_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ratings_rectification
    ADD CONSTRAINT ratings_rectification_rating_id_26ea2f4d_fk_ratings_rating_id FOREIGN KEY (rating_id) REFERENCES public.ratings_rating(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.rehearsal_keptplan
    ADD CONSTRAINT rehearsal_keptplan_centre_id_cb656e90_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.retention_erasure
    ADD CONSTRAINT retention_erasure_centre_id_5e788a00_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.retention_erasure
    ADD CONSTRAINT retention_erasure_resident_id_545fe015_fk_people_resident_id FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.retention_hold
    ADD CONSTRAINT retention_hold_case_id_23122b86_fk_cases_case_id FOREIGN KEY (case_id) REFERENCES public.cases_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_challenge
    ADD CONSTRAINT signin_challenge_account_id_296b9949_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_factor
    ADD CONSTRAINT signin_factor_account_id_f6ff12d8_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_pendingsignin
    ADD CONSTRAINT signin_pendingsignin_account_id_b8e9a4ad_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_residentsession
    ADD CONSTRAINT signin_residentsessi_resident_id_ec346f39_fk_people_re FOREIGN KEY (resident_id) REFERENCES public.people_resident(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.signin_staffidentity
    ADD CONSTRAINT signin_staffidentity_account_id_efaf1a79_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_enrolment
    ADD CONSTRAINT staff_enrolment_account_id_00c836ed_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_grant
    ADD CONSTRAINT staff_grant_account_id_f4343b88_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_qualification
    ADD CONSTRAINT staff_qualification_account_id_32512220_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_account_id_590f9c5d_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_courseedition
    ADD CONSTRAINT training_courseediti_note_id_850898cf_fk_training_ FOREIGN KEY (note_id) REFERENCES public.training_coursenote(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_coursenote
    ADD CONSTRAINT training_coursenote_centre_id_e4c59fc5_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_followup
    ADD CONSTRAINT training_followup_account_id_8dcbd9e3_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_followup
    ADD CONSTRAINT training_followup_decided_by_id_a2303f4d_fk_staff_account_id FOREIGN KEY (decided_by_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_followup
    ADD CONSTRAINT training_followup_path_id_54da1440_fk_training_path_id FOREIGN KEY (path_id) REFERENCES public.training_path(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_oral
    ADD CONSTRAINT training_oral_account_id_e338a24c_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_oral
    ADD CONSTRAINT training_oral_centre_id_a7be7adb_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_oral
    ADD CONSTRAINT training_oral_examiner_id_2e605d71_fk_staff_account_id FOREIGN KEY (examiner_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_path
    ADD CONSTRAINT training_path_account_id_be527fc1_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_path
    ADD CONSTRAINT training_path_centre_id_9e52a26c_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_path
    ADD CONSTRAINT training_path_quiz_id_5d572965_fk_training_quiz_id FOREIGN KEY (quiz_id) REFERENCES public.training_quiz(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_plan
    ADD CONSTRAINT training_plan_account_id_ec4f6c7e_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_plan
    ADD CONSTRAINT training_plan_centre_id_58142dab_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practicecard
    ADD CONSTRAINT training_practicecar_change_id_b4416981_fk_training_ FOREIGN KEY (change_id) REFERENCES public.training_rulechange(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practicecard
    ADD CONSTRAINT training_practicecar_inherits_id_6aa86da3_fk_training_ FOREIGN KEY (inherits_id) REFERENCES public.training_practicecard(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practicecard
    ADD CONSTRAINT training_practicecard_account_id_457071dc_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practicereview
    ADD CONSTRAINT training_practicerev_card_id_363bdd0b_fk_training_ FOREIGN KEY (card_id) REFERENCES public.training_practicecard(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practicereview
    ADD CONSTRAINT training_practicerev_centre_id_54243d2f_fk_centres_c FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practicereview
    ADD CONSTRAINT training_practicereview_account_id_b0c4c171_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_practiceterms
    ADD CONSTRAINT training_practiceter_centre_id_96f74f16_fk_centres_c FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_quiz
    ADD CONSTRAINT training_quiz_account_id_ceb0abc3_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_quiz
    ADD CONSTRAINT training_quiz_centre_id_ead8caad_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_quizitem
    ADD CONSTRAINT training_quizitem_quiz_id_3a68c208_fk_training_quiz_id FOREIGN KEY (quiz_id) REFERENCES public.training_quiz(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_rules
    ADD CONSTRAINT training_rules_centre_id_043bd05d_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_studied
    ADD CONSTRAINT training_studied_account_id_f75db200_fk_staff_account_id FOREIGN KEY (account_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_teaching
    ADD CONSTRAINT training_teaching_centre_id_0bda6a65_fk_centres_centre_code FOREIGN KEY (centre_id) REFERENCES public.centres_centre(code) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_teaching
    ADD CONSTRAINT training_teaching_learner_id_dc620d2c_fk_staff_account_id FOREIGN KEY (learner_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.training_teaching
    ADD CONSTRAINT training_teaching_teacher_id_c2e254fb_fk_staff_account_id FOREIGN KEY (teacher_id) REFERENCES public.staff_account(id) DEFERRABLE INITIALLY DEFERRED;
INSERT INTO public.departments_horizon (id, mark, mark_until, settled) VALUES (1, 0, 0, 0);
