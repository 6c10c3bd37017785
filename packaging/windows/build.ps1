# Builds the program and both installers, to dist\. Needs Python 3.11 or newer and WiX 3.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location "$PSScriptRoot\..\.."
python -m venv build\package\venv
$python = "$PWD\build\package\venv\Scripts\python.exe"
& $python -m pip install -q --require-hashes -r packaging\requirements\run.txt `
    -r packaging\requirements\build.txt -r packaging\requirements\package.txt
& $python -m pip install -q --no-deps --no-build-isolation --no-index .
$env:PYTHONHASHSEED = '0'
$env:QT_QPA_PLATFORM = 'offscreen'
& $python packaging\windows\icon.py resources\mailbox-admin.svg build\package\mailbox-admin.ico
Remove-Item Env:QT_QPA_PLATFORM
& $python -m PyInstaller --noconfirm --clean --log-level WARN --distpath build\package\frozen `
    --workpath build\package\work packaging\pyinstaller\mailbox-admin.spec
$program = "$PWD\build\package\frozen\mailbox-admin"
& "$PSScriptRoot\sign.ps1" "$program\mailbox-admin.exe" "$program\mailbox-admin-console.exe"
$version = & "$program\mailbox-admin-console.exe" --version | ForEach-Object { $_.Split(' ')[1] }
New-Item -ItemType Directory -Force dist | Out-Null
foreach ($scope in 'user', 'machine') {
    $fragment = "build\package\files-$scope.wxs"
    & $python packaging\windows\files.py build\package\frozen\mailbox-admin $scope | Out-File -Encoding utf8 $fragment
    $menu = & $python -c "import sys; sys.path.insert(0, 'packaging/windows'); from files import component_guid; print(component_guid('$scope', 'menu'))"
    $objects = 'packaging\windows\mailbox-admin.wxs', $fragment | ForEach-Object {
        $object = "build\package\$scope-$([IO.Path]::GetFileNameWithoutExtension($_)).wixobj"
        & "$env:WIX\bin\candle.exe" -nologo -arch x64 -out $object "-dVersion=$version" `
            "-dScope=$scope" "-dMenuGuid=$menu" -dWixl=0 `
            '-dIcon=build\package\mailbox-admin.ico' $_
        $object
    }
    # ICE38, ICE64 and ICE91 want what a per-user install of files cannot have
    & "$env:WIX\bin\light.exe" -nologo -sice:ICE38 -sice:ICE64 -sice:ICE91 `
        -out "dist\mailbox-admin-$version-$scope.msi" @objects
    & "$PSScriptRoot\sign.ps1" "dist\mailbox-admin-$version-$scope.msi"
}
