@echo off
rem Starts the meanwhile command on Windows: meanwhile ARGUMENTS...
rem
rem The smaller twin of the shell script of the same name: JAVA_HOME or the java on the PATH must be 25 or later, and it
rem builds only when there is no build yet. After a change: mvn -Dany-jdk -DskipTests package, or set MEANWHILE_REBUILD=1.
setlocal
set "root=%~dp0"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

set "log=%TEMP%\meanwhile-%RANDOM%-%RANDOM%.log"
"%java%" -version >"%log%" 2>&1
set "major="
for /f "tokens=3" %%v in ('findstr /c:" version " "%log%"') do (
  for /f "delims=.-+" %%m in ("%%~v") do set "major=%%m"
)
del "%log%"
if not defined major goto :no_jdk
if %major% lss 25 goto :no_jdk

if defined MEANWHILE_REBUILD goto :build
if exist "%root%cli\target\lib" goto :start

:build
where mvn >nul 2>nul
if errorlevel 1 (
  echo meanwhile: must build itself and found no Maven: install Maven 3.8 or later>&2
  exit /b 1
)
echo meanwhile: building ^(first run, about a minute^) ...>&2
call mvn -B -ntp -f "%root%pom.xml" -Dany-jdk -Dmaven.test.skip=true -Dspotless.check.skip=true -pl cli -am package >"%log%" 2>&1
if errorlevel 1 (
  type "%log%" >&2
  del "%log%"
  echo meanwhile: the build failed; its output stands above>&2
  exit /b 1
)
del "%log%"

:start
set "jar="
for %%j in ("%root%cli\target\meanwhile-cli-*.jar") do set "jar=%%j"
"%java%" --add-opens java.base/java.lang=ALL-UNNAMED --enable-native-access=ALL-UNNAMED ^
  -XX:+UseCompactObjectHeaders -Djdk.trackAllThreads=false ^
  -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Xlog:all=off:stdout ^
  %MEANWHILE_OPTS% -cp "%jar%" dev.meanwhile.cli.Meanwhile %*
exit /b %errorlevel%

:no_jdk
echo meanwhile: found no JDK 25 or later: install one ^(Temurin 25^) or set JAVA_HOME to where it lies>&2
exit /b 1
