//! The report: what it says, that nothing gets out of its place, and that its description is current.

mod fields;
mod hostile;
mod masked;

use crate::common::{ACCOUNT, EXTERNAL_ID, full_setup, role_of, setup, valid};
use onboarding::check::{account_checks, documents_checks};
use onboarding::diagnosis::diagnose_aws;
use onboarding::report::{AppliedChange, AppliedFor, AppliedPlan, LevelState, Mask, Place, Ran, ReportInput};
use onboarding::{Check, CheckStatus, Evidence, Level, Pack, Report, Setup, report};

pub(crate) const OTHER_ACCOUNT: &str = "210987654321";
const ADMIN: &str = "arn:aws:iam::123456789012:user/admin";

/// The checks of a role that is as it should be, assumed and invoked.
pub(crate) fn checks_of(setup: &Setup) -> Vec<Check> {
    let (valid, pack) = (valid(setup), Pack::embedded());
    let mut checks = documents_checks(&valid, &pack);
    checks.push(check(
        "account.signed-in",
        Level::Account,
        "Signed in to the role's account",
        CheckStatus::Passed,
    ));
    checks.extend(account_checks(&valid, &pack, Some(&role_of(setup))));
    checks.push(check(
        "assume.with-external-id",
        Level::AssumeAndInvoke,
        "Assumed with the ExternalId",
        CheckStatus::Passed,
    ));
    checks.push(check("invoke.bedrock", Level::AssumeAndInvoke, "Converse answers", CheckStatus::Passed));
    checks
}

fn check(id: &str, level: Level, title: &str, status: CheckStatus) -> Check {
    Check {
        id: id.to_owned(),
        level,
        title: title.to_owned(),
        status,
        evidence: Evidence {
            who: Some(ADMIN.to_owned()),
            what: "account 123456789012, region us-east-1".to_owned(),
            request_id: Some("5d2f0b2e-8c1d-4a7b-9a53-0f6f3c1e8a11".to_owned()),
            millis: Some(4130),
            attempts: Some(3),
        },
        diagnosis: None,
    }
}

/// The same where another account's user was refused.
pub(crate) fn failed_checks() -> Vec<Check> {
    let mut checks = checks_of(&full_setup());
    let refused = format!(
        "User: arn:aws:iam::{OTHER_ACCOUNT}:user/eve is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{ACCOUNT}:role/quilr-gateway-bedrock"
    );
    for check in checks.iter_mut().filter(|check| check.level == Level::AssumeAndInvoke) {
        check.status = CheckStatus::Failed;
        check.evidence.what.clone_from(&refused);
        check.diagnosis = Some(diagnose_aws("AccessDenied", &refused, &Pack::embedded()));
    }
    checks
}

/// What was applied to make the role.
pub(crate) fn applied(setup: &Setup) -> AppliedPlan {
    let plan = onboarding::plan(&valid(setup).desired_role(&Pack::embedded()), None);
    AppliedPlan {
        purpose: AppliedFor::Apply,
        at: "2026-11-22T14:00:03Z".to_owned(),
        by: ADMIN.to_owned(),
        whole: true,
        changes: plan
            .changes
            .into_iter()
            .map(|change| AppliedChange {
                title: change.title,
                diff: change.diff,
                answered: true,
                request_id: Some("0a1b2c3d-8c1d-4a7b-9a53-0f6f3c1e8a11".to_owned()),
                millis: 41,
            })
            .collect(),
        untouched: vec!["the tag `team=ai`".to_owned()],
        removed: vec!["the inline policy `theirs`".to_owned()],
    }
}

pub(crate) fn made(setup: &Setup, checks: &[Check], place: Place, applied: &[AppliedPlan]) -> Report {
    report(&ReportInput {
        setup: &valid(setup),
        pack: (&Pack::embedded(), "built-in"),
        checks,
        ran: Ran::default(),
        applied,
        place,
        at: "2026-11-22T14:02:11Z",
        version: "0.1.0",
    })
}

/// A report with something in every field of it.
pub(crate) fn whole() -> Report {
    let mut setup = full_setup();
    setup.name = "Acme, production".to_owned();
    setup.session_name = "acme-prod".to_owned();
    setup.regions = vec!["us-east-1".to_owned(), "us-west-2".to_owned()];
    setup.models = vec!["amazon.nova-micro-v1:0".to_owned()];
    made(&setup, &failed_checks(), Place::at(Some("http://aws.test:4510")), &[applied(&setup)])
}

/// The text of an HTML form, as it is read.
fn read(report: &Report) -> String {
    let text = dom_query::Document::from(report.html()).select("body").text().to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_proven_role_in_all_three_forms() {
    let setup = full_setup();
    let report = made(&setup, &checks_of(&setup), Place::Aws, &[applied(&setup)]);
    insta::assert_snapshot!("proven.html", report.html());
    insta::assert_snapshot!("proven.md", report.markdown());
    insta::assert_snapshot!("proven.json", report.json());
}

#[test]
fn a_failure_comes_first_with_its_remedy_and_each_cause_once() {
    let report = made(&full_setup(), &failed_checks(), Place::Aws, &[]);
    assert!(!report.verdict.passed);
    assert_eq!(report.verdict.level_reached, Some(Level::Account));
    let text = read(&report);
    assert!(text.contains("Not proven: one thing left to fix"), "{text}");
    let dom = dom_query::Document::from(report.html());
    let finding = dom.select("article.finding.bad");
    assert_eq!(finding.length(), 1, "two checks, one cause");
    assert_eq!(finding.select("li").length(), 2);
    let remedy = report.checks.iter().find_map(|check| check.diagnosis.as_ref()).unwrap();
    assert!(finding.text().contains(&remedy.remedy));
    insta::assert_snapshot!("failed.md", report.markdown());
}

#[test]
fn a_sandbox_is_said_to_prove_nothing_in_every_form() {
    let setup = full_setup();
    let report = made(&setup, &checks_of(&setup), Place::at(Some("http://127.0.0.1:4510")), &[]);
    assert_eq!(report.place, Place::Sandbox);
    for text in [read(&report), report.markdown()] {
        assert!(text.contains("it proves nothing about any AWS account"), "{text}");
        assert!(text.contains("Rehearsed, not in AWS: the role can be assumed as asked"), "{text}");
        assert!(!text.contains("Proven: ") && !text.contains("\u{2713} Proven"), "{text}");
    }
    let real = made(&setup, &checks_of(&setup), Place::Aws, &[]);
    assert!(read(&real).contains("Proven: the role can be assumed as asked"));
    assert!(!read(&real).contains("proves nothing"));
}

#[test]
fn where_it_ran_is_read_from_the_endpoint() {
    for (endpoint, place) in [
        (None, Place::Aws),
        (Some("https://sts.eu-west-1.amazonaws.com"), Place::Aws),
        (Some("https://vpce-0a1b.iam.us-east-1.vpce.amazonaws.com/"), Place::Aws),
        (Some("https://sts.cn-north-1.amazonaws.com.cn"), Place::Aws),
        (Some("http://127.9.0.1:1"), Place::Sandbox),
        (Some("http://[::1]:4510/"), Place::Sandbox),
        (Some("http://LOCALHOST"), Place::Sandbox),
    ] {
        assert_eq!(Place::at(endpoint), place, "{endpoint:?}");
    }
    for (endpoint, shown) in [
        ("http://sts.amazonaws.com", "http://sts.amazonaws.com"),
        ("https://evil.test/amazonaws.com", "https://evil.test"),
        ("https://127.0.0.1.evil.test", "https://127.0.0.1.evil.test"),
        ("https://amazonaws.com.evil.test", "https://amazonaws.com.evil.test"),
        ("https://name:CANARY@aws.test:8443/x", "https://aws.test:8443"),
    ] {
        assert_eq!(Place::at(Some(endpoint)), Place::Elsewhere { endpoint: shown.to_owned() });
    }
}

#[test]
fn a_level_is_proven_only_with_all_below_it() {
    let states = |checks: &[Check]| -> Vec<LevelState> {
        let report = made(&full_setup(), checks, Place::Aws, &[]);
        report.verdict.levels.iter().map(|level| level.state).collect()
    };
    use LevelState::{Failed, InPart, NotRun, Proven, Unsupported};
    let mut checks = checks_of(&full_setup());
    assert_eq!(states(&checks), [Proven, Proven, Proven, NotRun]);
    checks.last_mut().unwrap().status = CheckStatus::Skipped;
    assert_eq!(states(&checks), [Proven, Proven, InPart, NotRun]);
    checks.last_mut().unwrap().status = CheckStatus::Warning;
    checks[0].status = CheckStatus::Failed;
    assert_eq!(states(&checks), [Failed, Unsupported, Unsupported, NotRun]);
    assert_eq!(states(&[]), [NotRun, NotRun, NotRun, NotRun]);
}

#[test]
fn a_stopped_verification_is_never_called_proven() {
    let setup = full_setup();
    let (valid, checks) = (valid(&setup), checks_of(&setup));
    let stopped = report(&ReportInput {
        setup: &valid,
        pack: (&Pack::embedded(), "built-in"),
        checks: &checks,
        ran: Ran { cancelled: true, read_only: true },
        applied: &[],
        place: Place::Aws,
        at: "2026-11-22T14:02:11Z",
        version: "0.1.0",
    });
    assert!(!stopped.verdict.passed);
    for text in [read(&stopped), stopped.markdown()] {
        assert!(text.contains("Not proven: the verification was stopped before its end"), "{text}");
        assert!(text.contains("It was to read only"), "{text}");
    }
}

#[test]
fn the_json_form_is_read_back() {
    let report = whole();
    assert_eq!(serde_json::from_str::<Report>(&report.json()).unwrap(), report);
}

#[test]
fn a_key_in_any_field_is_left_out() {
    let mut setup = setup();
    setup.name = "key sk-quilr-CANARY_1.2-3, for prod".to_owned();
    let mut checks = failed_checks();
    checks[0].evidence.what = "sk-quilr-CANARY\nsk-quilr-sk-quilr-CANARY".to_owned();
    let report = made(&setup, &checks, Place::Aws, &[]);
    for text in [report.html(), report.markdown(), report.json()] {
        assert!(!text.contains("CANARY"), "{text}");
        assert!(text.contains("for prod"));
    }
}

#[test]
fn what_would_hide_a_text_becomes_visible() {
    let mut checks = checks_of(&full_setup());
    checks[0].evidence.what = "a\u{202e}b\u{0}c\r\nd\u{1b}[2J\u{2066}e\u{fffe}".to_owned();
    let report = made(&full_setup(), &checks, Place::Aws, &[]);
    assert_eq!(report.checks[0].evidence.what, "a\u{fffd}b\u{fffd}c\nd\u{fffd}[2J\u{fffd}e\u{fffd}");
}

#[test]
fn external_ids_are_masked_where_asked_for_and_not_within_words() {
    let mut checks = checks_of(&full_setup());
    checks[0].evidence.what = format!("with {EXTERNAL_ID}, wrong {EXTERNAL_ID}x");
    let both = Mask { accounts: false, external_ids: true };
    let report = made(&full_setup(), &checks, Place::Aws, &[applied(&full_setup())]).masked(both);
    assert_eq!(
        report.checks[0].evidence.what,
        format!("with 7f3c\u{2022}\u{2022}\u{2022}\u{2022}1a2b, wrong {EXTERNAL_ID}x")
    );
    let text = report.json();
    assert_eq!(text.matches(EXTERNAL_ID).count(), 1, "only within the longer word: {text}");
    assert_eq!(text.matches(&EXTERNAL_ID[..6]).count(), 1, "nor by its beginning: {text}");
    assert!(text.contains(ACCOUNT));
}
