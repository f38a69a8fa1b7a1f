//! Virtual MFA devices, and the sessions that are made with their codes.

use crate::support::totp::code_at;
use crate::support::*;
use aws_credential_types::Credentials;
use aws_sdk_iam::types::AssignmentStatusType;
use sandbox::Sandbox;
use std::time::Duration;

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/telephone";
const STEP: Duration = Duration::from_secs(30);
const ADMIN: &str = "arn:aws:iam::123456789012:user/admin";

/// A device that is there and nobody's; the answer is its seed.
async fn device(sandbox: &Sandbox, name: &str) -> String {
    let made = iam(sandbox, "admin").create_virtual_mfa_device().virtual_mfa_device_name(name);
    let answer = made.send().await.unwrap();
    let seed = answer.virtual_mfa_device().unwrap().base32_string_seed().unwrap().as_ref().to_vec();
    String::from_utf8(seed).unwrap()
}

/// The admin's device; the answer is its seed. The clock is moved on, so that the next code is unused.
async fn enabled(sandbox: &Sandbox) -> String {
    let seed = device(sandbox, "telephone").await;
    let (first, second) = (code_at(&seed, sandbox.now()), code_at(&seed, sandbox.now() + STEP));
    enable(sandbox, SERIAL, &first, &second).await.unwrap();
    sandbox.advance(2 * STEP);
    seed
}

/// As a telephone's camera reads it.
fn scan(png: &[u8]) -> String {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut points = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut points).unwrap();
    let (width, height) = (usize::try_from(frame.width).unwrap(), usize::try_from(frame.height).unwrap());
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| points[y * width + x]);
    let codes = image.detect_grids();
    assert_eq!(codes.len(), 1, "one code");
    codes[0].decode().unwrap().1
}

#[tokio::test]
async fn the_picture_of_a_seed_is_a_qr_code_of_its_address() {
    let sandbox = start().await;
    for name in ["telephone".to_owned(), "n".repeat(226)] {
        let made = iam(&sandbox, "admin").create_virtual_mfa_device().virtual_mfa_device_name(&name);
        let answer = made.send().await.unwrap();
        let device = answer.virtual_mfa_device().unwrap();
        let seed = String::from_utf8(device.base32_string_seed().unwrap().as_ref().to_vec()).unwrap();
        let read = scan(device.qr_code_png().unwrap().as_ref());
        assert_eq!(read, format!("otpauth://totp/{name}@123456789012?secret={seed}"));
    }
}

async fn enable(
    sandbox: &Sandbox,
    serial: &str,
    first: &str,
    second: &str,
) -> Result<(), (String, u16, String)> {
    let ask = iam(sandbox, "admin").enable_mfa_device().user_name("admin").serial_number(serial);
    let answer = ask.authentication_code1(first).authentication_code2(second).send().await;
    answer.map(|_| ()).map_err(|error| refusal::<(), _>(Err(error)))
}

async fn session_token(sandbox: &Sandbox, code: &str) -> Result<Credentials, (String, u16, String)> {
    let ask = sts(sandbox, "admin").get_session_token().serial_number(SERIAL).token_code(code);
    let answer = ask.send().await.map_err(|error| refusal::<(), _>(Err(error)))?;
    Ok(session_keys(answer.credentials()))
}

fn wrong_code() -> (String, u16, String) {
    let text = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";
    ("AccessDenied".into(), 403, text.into())
}

fn not_theirs() -> (String, u16, String) {
    let text = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";
    ("AccessDenied".into(), 403, text.into())
}

#[tokio::test]
async fn a_device_is_made_enabled_listed_and_taken_away() {
    let sandbox = start().await;
    let seed = device(&sandbox, "telephone").await;
    assert_eq!(seed.len(), 64);
    let admin = iam(&sandbox, "admin");
    let again = admin.create_virtual_mfa_device().virtual_mfa_device_name("telephone").send().await;
    let text = "MFADevice entity at the same path and name already exists.";
    assert_eq!(refusal(again), ("EntityAlreadyExists".into(), 409, text.into()));

    let now = sandbox.now();
    let (first, second) = (code_at(&seed, now), code_at(&seed, now + STEP));
    let invalid: (String, u16, String) =
        ("InvalidAuthenticationCode".into(), 403, "Authentication code for device is not valid.".into());
    assert_eq!(enable(&sandbox, SERIAL, &second, &first).await, Err(invalid.clone()), "in the wrong order");
    assert_eq!(enable(&sandbox, SERIAL, &first, &first).await, Err(invalid), "the same one twice");
    enable(&sandbox, SERIAL, &first, &second).await.unwrap();
    let text = "MFA Device is already in use.";
    assert_eq!(
        enable(&sandbox, SERIAL, &first, &second).await,
        Err(("EntityAlreadyExists".into(), 409, text.into()))
    );
    let text = "VirtualMFADevice with serial number arn:aws:iam::123456789012:mfa/none doesn't exist.";
    let missing = enable(&sandbox, "arn:aws:iam::123456789012:mfa/none", &first, &second).await;
    assert_eq!(missing, Err(("NoSuchEntity".into(), 404, text.into())));

    let listed = admin.list_mfa_devices().send().await.unwrap();
    let device = &listed.mfa_devices()[0];
    assert_eq!((device.user_name(), device.serial_number()), ("admin", SERIAL));
    device_named(&sandbox, "spare").await;
    for (status, serials) in [
        (AssignmentStatusType::Assigned, vec![SERIAL]),
        (AssignmentStatusType::Unassigned, vec!["arn:aws:iam::123456789012:mfa/spare"]),
        (AssignmentStatusType::Any, vec!["arn:aws:iam::123456789012:mfa/spare", SERIAL]),
    ] {
        let answer = admin.list_virtual_mfa_devices().assignment_status(status).send().await.unwrap();
        let found: Vec<_> =
            answer.virtual_mfa_devices().iter().map(|device| device.serial_number()).collect();
        assert_eq!(found, serials);
    }
    let answer = admin.list_virtual_mfa_devices().send().await.unwrap();
    let telephone = answer.virtual_mfa_devices().iter().find(|device| device.serial_number() == SERIAL);
    assert_eq!(telephone.unwrap().user().unwrap().arn(), ADMIN);

    let conflict = admin.delete_virtual_mfa_device().serial_number(SERIAL).send().await;
    let text = "MFA VirtualDevice in use. Must deactivate first.";
    assert_eq!(refusal(conflict), ("DeleteConflict".into(), 409, text.into()));
    let deactivate = || admin.deactivate_mfa_device().user_name("admin").serial_number(SERIAL).send();
    deactivate().await.unwrap();
    let text = "MFA Device invalid for user.";
    assert_eq!(refusal(deactivate().await), ("NoSuchEntity".into(), 404, text.into()));
    let delete = || admin.delete_virtual_mfa_device().serial_number(SERIAL).send();
    delete().await.unwrap();
    assert_eq!(code(delete().await), ("NoSuchEntity".into(), 404));
}

async fn device_named(sandbox: &Sandbox, name: &str) {
    device(sandbox, name).await;
}

#[tokio::test]
async fn a_code_is_good_once_and_for_its_time() {
    let sandbox = start().await;
    let seed = enabled(&sandbox).await;
    let code = code_at(&seed, sandbox.now());
    let keys = session_token(&sandbox, &code).await.unwrap();
    assert_eq!(session_token(&sandbox, &code).await.err(), Some(wrong_code()), "it was used");
    sandbox.advance(10 * STEP);
    for stale in [code_at(&seed, sandbox.now() - 5 * STEP), code_at(&seed, sandbox.now() + 5 * STEP)] {
        assert_eq!(session_token(&sandbox, &stale).await.err(), Some(wrong_code()));
    }
    session_token(&sandbox, &code_at(&seed, sandbox.now())).await.unwrap();
    // With the code, IAM takes the session.
    iam_of(&sandbox, keys, "us-east-1").list_roles().send().await.unwrap();
}

#[tokio::test]
async fn a_role_can_ask_for_a_code() {
    let sandbox = start().await;
    let seed = enabled(&sandbox).await;
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{ADMIN}"}},"Action":"sts:AssumeRole","Condition":{{"Bool":{{"aws:MultiFactorAuthPresent":"true"}},"NumericLessThan":{{"aws:MultiFactorAuthAge":"300"}}}}}}]}}"#
    );
    let permissions = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"bedrock:*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}]}"#;
    create_role(&sandbox, &document, Some(permissions)).await;
    let ask = || sts(&sandbox, "admin").assume_role().role_arn(ROLE_ARN).role_session_name("test");
    assert_eq!(code(ask().send().await), ("AccessDenied".into(), 403));
    let with = |code: &str| ask().serial_number(SERIAL).token_code(code);
    assert_eq!(refusal(with("000000").send().await).1, 403);
    let half =
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
    for asked in [ask().serial_number(SERIAL), ask().token_code("123456")] {
        assert_eq!(refusal(asked.send().await), ("AccessDenied".into(), 403, half.into()));
    }
    let answer = with(&code_at(&seed, sandbox.now())).send().await.unwrap();
    let keys = session_keys(answer.credentials());
    bedrock_of(&sandbox, keys, "us-east-1").list_foundation_models().send().await.unwrap();

    // A session that was made with a code carries it, as long as the policy finds it young.
    sandbox.advance(2 * STEP);
    let keys = session_token(&sandbox, &code_at(&seed, sandbox.now())).await.unwrap();
    let sts = sts_of(&sandbox, keys, "us-east-1");
    let chained = || sts.assume_role().role_arn(ROLE_ARN).role_session_name("test").send();
    chained().await.unwrap();
    sandbox.advance(Duration::from_secs(301));
    assert_eq!(code(chained().await), ("AccessDenied".into(), 403));
}

#[tokio::test]
async fn a_device_proves_its_own_user_only() {
    let sandbox = start().await;
    let seed = enabled(&sandbox).await;
    create_role(&sandbox, &trust_without_condition("*"), None).await;
    let code = code_at(&seed, sandbox.now());
    for caller in ["gateway", "sso"] {
        let ask = sts(&sandbox, caller).assume_role().role_arn(ROLE_ARN).role_session_name("test");
        assert_eq!(
            refusal(ask.serial_number(SERIAL).token_code(&code).send().await),
            not_theirs(),
            "{caller}"
        );
    }
    let ask = sts(&sandbox, "admin").get_session_token().token_code(&code);
    let unknown = ask.serial_number("arn:aws:iam::123456789012:mfa/none").send().await;
    assert_eq!(refusal(unknown), not_theirs());
    session_token(&sandbox, &code).await.unwrap();
}

#[tokio::test]
async fn a_device_out_of_step_is_brought_back() {
    let sandbox = start().await;
    let seed = enabled(&sandbox).await;
    let resync = async |first: String, second: String| {
        let ask = iam(&sandbox, "admin").resync_mfa_device().user_name("admin").serial_number(SERIAL);
        let answer = ask.authentication_code1(first).authentication_code2(second).send().await;
        answer.map(|_| ()).map_err(|error| refusal::<(), _>(Err(error)).0)
    };
    let now = sandbox.now();
    let code = |steps: u32| code_at(&seed, now + steps * STEP);
    assert_eq!(resync(code(1), code(1)).await, Err("InvalidAuthenticationCode".to_owned()));
    assert_eq!(resync(code(0), code(1)).await, Ok(()));
    assert_eq!(session_token(&sandbox, &code(1)).await.err(), Some(wrong_code()), "it was used");
}

#[tokio::test]
async fn devices_are_made_by_those_who_may_and_within_the_model() {
    let sandbox = start().await;
    let refused =
        iam(&sandbox, "gateway").create_virtual_mfa_device().virtual_mfa_device_name("x").send().await;
    let (code_, status, text) = refusal(refused);
    assert_eq!((code_.as_str(), status), ("AccessDenied", 403));
    assert!(
        text.contains("iam:CreateVirtualMFADevice on resource: arn:aws:iam::975050335771:mfa/x"),
        "{text}"
    );
    let admin = iam(&sandbox, "admin");
    let bad = admin.create_virtual_mfa_device().virtual_mfa_device_name("a b").send().await;
    assert_eq!(code(bad), ("ValidationError".into(), 400));
    let device = admin.create_virtual_mfa_device().path("/phones/").virtual_mfa_device_name("x");
    let serial = device.send().await.unwrap().virtual_mfa_device().unwrap().serial_number().to_owned();
    assert_eq!(serial, "arn:aws:iam::123456789012:mfa/phones/x");
    assert!(
        enable(&sandbox, &serial, "12345", "123456").await.unwrap_err().2.contains("'authenticationCode1'")
    );
    let nobody = admin.list_mfa_devices().user_name("nobody").send().await;
    assert_eq!(refusal(nobody).2, "The user with name nobody cannot be found.");
}
