# Signs one file with the certificate that the environment names. Without one the file stays unsigned,
# and that is said: a build at a desk needs no certificate.
#
#   BEDROCK_ROLE_SIGN_THUMBPRINT     a certificate in the user's store, by its SHA-1, or
#   BEDROCK_ROLE_SIGN_PFX            a file, with BEDROCK_ROLE_SIGN_PASSWORD
#   BEDROCK_ROLE_SIGN_TIMESTAMP_URL  an RFC 3161 server; asked for with either

param([Parameter(Mandatory)][string]$File)
$ErrorActionPreference = 'Stop'

if ($env:BEDROCK_ROLE_SIGN_THUMBPRINT) {
  $certificate = Get-Item "Cert:\CurrentUser\My\$env:BEDROCK_ROLE_SIGN_THUMBPRINT"
} elseif ($env:BEDROCK_ROLE_SIGN_PFX) {
  # The password stays out of every command line.
  $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
    $env:BEDROCK_ROLE_SIGN_PFX, $env:BEDROCK_ROLE_SIGN_PASSWORD)
} else {
  Write-Warning "unsigned: $File (set BEDROCK_ROLE_SIGN_THUMBPRINT or BEDROCK_ROLE_SIGN_PFX)"
  exit 0
}
if (-not $env:BEDROCK_ROLE_SIGN_TIMESTAMP_URL) {
  throw 'set BEDROCK_ROLE_SIGN_TIMESTAMP_URL: a signature without a timestamp ends with its certificate'
}

$signed = Set-AuthenticodeSignature -FilePath $File -Certificate $certificate -HashAlgorithm SHA256 `
  -TimestampServer $env:BEDROCK_ROLE_SIGN_TIMESTAMP_URL
if ($signed.Status -ne 'Valid') { throw "not signed: $File`: $($signed.StatusMessage)" }
