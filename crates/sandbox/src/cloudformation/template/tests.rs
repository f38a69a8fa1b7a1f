#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::{Value, json};

const PLACE: Place<'_> = Place {
    account: "222222222222",
    region: "eu-west-1",
    stack_name: "StackSet-s-1",
    stack_id: "arn:aws:cloudformation:eu-west-1:222222222222:stack/StackSet-s-1/0-0-0-0-feed",
};

const ROLE: &str = r#"
Parameters:
  Name: { Type: String, Default: r, MinLength: 1, MaxLength: 8, AllowedPattern: '[a-z]+' }
  Id: { Type: String, MinLength: 2, MaxLength: 4, AllowedPattern: '^[A-Za-z0-9]+$', ConstraintDescription: two to four }
  Longest: { Type: Number, Default: 3600, MinValue: 3600, MaxValue: 43200 }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref Name
      Path: !Sub '/${AWS::Region}/'
      MaxSessionDuration: !Ref Longest
      AssumeRolePolicyDocument:
        Statement:
          - Condition: { StringEquals: { 'sts:ExternalId': !Ref Id }, Bool: { 'aws:SecureTransport': true } }
      Policies:
        - PolicyName: p
          PolicyDocument: { Resource: !Sub 'arn:aws:bedrock:*:${AWS::AccountId}:x/${!aws:username}' }
      Tags: [{ Key: k, Value: 1 }]
Outputs:
  Arn: { Value: !GetAtt Role.Arn }
"#;

fn refusal(text: &str) -> String {
    Template::parse(text).unwrap_err().0
}

fn given(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_role_is_worked_out_for_its_account() {
    let template = Template::parse(ROLE).unwrap();
    let values = template.values(&given(&[("Id", "ab12")])).unwrap();
    let roles = template.roles(&values, &PLACE).unwrap();
    let role = roles.first().unwrap();
    let trust: Value = serde_json::from_str(&role.trust).unwrap();
    assert_eq!((role.name.as_str(), role.path.as_str()), ("r", "/eu-west-1/"));
    assert_eq!(role.longest_session.as_deref(), Some("3600"));
    assert_eq!(
        trust,
        json!({ "Statement": [{ "Condition": {
            "StringEquals": { "sts:ExternalId": "ab12" }, "Bool": { "aws:SecureTransport": true },
        } }] })
    );
    let policy = json!({ "Resource": "arn:aws:bedrock:*:222222222222:x/${aws:username}" });
    assert_eq!(role.policies, [("p".to_owned(), policy.to_string())]);
    assert_eq!(role.tags, [("k".to_owned(), "1".to_owned())]);
    assert_eq!(template.capability(), "CAPABILITY_NAMED_IAM");
}

#[test]
fn values_are_held_against_their_rules_in_the_words_of_cloudformation() {
    let template = Template::parse(ROLE).unwrap();
    let said = |pairs: &[(&str, &str)]| template.values(&given(pairs)).err().map(|refused| refused.0);
    for (pairs, expected) in [
        (&[][..], Some("Parameters: [Id] must have values")),
        (&[("Id", "ab"), ("X", "1")], Some("Parameters: [X] do not exist in the template")),
        (&[("Id", "a")], Some("Parameter Id failed to satisfy constraint: two to four")),
        (&[("Id", "a b")], Some("Parameter Id failed to satisfy constraint: two to four")),
        (&[("Id", "ab"), ("Name", "R")], Some("Parameter 'Name' must match pattern [a-z]+")),
        (&[("Id", "ab"), ("Name", "abcdefghi")], Some("Parameter 'Name' must contain at most 8 characters")),
        (&[("Id", "ab"), ("Longest", "x")], Some("Parameter 'Longest' must be a number")),
        (&[("Id", "ab"), ("Longest", "60")], Some("Parameter 'Longest' must be a number not less than 3600")),
        (
            &[("Id", "ab"), ("Longest", "43201")],
            Some("Parameter 'Longest' must be a number not greater than 43200"),
        ),
        (&[("Id", "ab"), ("Longest", "43200")], None),
    ] {
        assert_eq!(said(pairs).as_deref(), expected, "{pairs:?}");
    }
}

#[test]
fn what_is_not_served_is_named_and_what_is_wrong_as_well() {
    let role = |properties: &str| {
        format!(
            "Resources: {{ R: {{ Type: 'AWS::IAM::Role', Properties: {{ AssumeRolePolicyDocument: {{}}, {properties} }} }} }}"
        )
    };
    for (text, wanted) in [
        (
            "Resources: { B: { Type: 'AWS::S3::Bucket' } }".to_owned(),
            "does not serve the resource type AWS::S3::Bucket",
        ),
        ("Resources: {}".to_owned(), "At least one Resources member must be defined."),
        ("Transform: x\nResources: {}".to_owned(), "does not serve the section Transform"),
        ("Nonsense: x\nResources: {}".to_owned(), "Invalid template property or properties [Nonsense]"),
        ("AWSTemplateFormatVersion: '2011-01-01'\nResources: {}".to_owned(), "AWSTemplateFormatVersion"),
        ("just text".to_owned(), "unsupported structure"),
        (role("ManagedPolicyArns: []"), "does not serve the property ManagedPolicyArns of AWS::IAM::Role"),
        (role("RoleNam: x"), "Encountered unsupported property RoleNam"),
        (role("RoleName: !Join ['', [a]]"), "does not serve the function Fn::Join"),
        (role("RoleName: !Ref Other"), "Unresolved resource dependencies [Other]"),
        (role("RoleName: !Ref R"), "does not serve a role's name or path"),
        (role("RoleName: !Sub '${R.Arn}'"), "does not serve a role's name or path"),
        (role("Description: !GetAtt R.RoleId"), "does not serve the attribute RoleId"),
        (role("Description: !Sub '${AWS::NotificationARNs}'"), "does not serve the pseudo parameter"),
        (role("Description: !Sub ['${a}', { a: b }]"), "does not serve Fn::Sub with a map"),
        (role("Description: !Sub '${a'"), "Fn::Sub intrinsic functions"),
    ] {
        let said = refusal(&text);
        assert!(said.contains(wanted), "{text}: {said}");
    }
}
