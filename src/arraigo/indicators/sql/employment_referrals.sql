-- Referrals sent to a service for employment (indicator 1).
-- A referral counts on the day it was sent, with the person's consent. One that the person
-- declined, or that was taken back, counts only if the institution had read it before.
SELECT
    referral.person_id,
    referral.case_id,
    'referrals_referral' AS fact_table,
    referral.id AS fact_id,
    referral.occurred_on,
    referral.sent_at AS recorded_at,
    referral.office_id,
    referral.created_by_id AS recorded_by,
    NULL::bigint AS award_id,
    referral.service_id,
    referral.state AS evidence,
    'recorder' AS whose
FROM referrals_referral AS referral
JOIN people_consent AS consent ON consent.id = referral.consent_id
JOIN directory_service AS service ON service.id = referral.service_id
JOIN directory_servicetype AS kind ON kind.code = service.type_id
WHERE referral.occurred_on BETWEEN %(start)s::date AND %(end)s::date
  AND kind.employment
  AND consent.decision = 'given'
  AND referral.state <> 'borrador'
  AND (
      referral.state NOT IN ('declinada', 'retirada')
      OR EXISTS (
          SELECT FROM referrals_referralevent AS event
          WHERE event.referral_id = referral.id
            AND event.to_state NOT IN ('borrador', 'enviada', 'vencida', 'declinada', 'retirada')
      )
  )
