@echo off
rem Starts flowers-vgg16.
rem
rem   JAVA_HOME     the Java to use, 17 or newer; without it, the java on the PATH
rem   FLOWERS_OPTS  options for the JVM, such as -Xmx4g
rem
rem "flowers warm-up" makes lib\flowers.jsa, an archive of loaded classes that shortens each start; see bin/flowers.

setlocal
for %%I in ("%~dp0..") do set "FLOWERS_DIR=%%~fI"

set "JAVA=java.exe"
if not defined JAVA_HOME goto :java_found
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto :java_found
echo flowers: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it; set it to a Java 17 or newer>&2
exit /b 1
:java_found

rem TensorFlow is kept quiet by the program itself, which knows whether --verbose was said.
if not defined OPT_OUT_TRACKING set "OPT_OUT_TRACKING=true"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"

set "ARCHIVE=%FLOWERS_DIR%\lib\flowers.jsa"
set "COMPILER=-XX:TieredStopAtLevel=1"
for %%C in (convert embed train tune evaluate demo) do if "%~1"=="%%C" set "COMPILER="

if "%~1"=="warm-up" goto :warm_up
set "SHARED="
if exist "%ARCHIVE%" set SHARED="-XX:SharedArchiveFile=%ARCHIVE%" -Xshare:auto -Xlog:disable
"%JAVA%" %SHARED% -XX:+UseSerialGC %FLOWERS_OPTS% %COMPILER% -jar "%FLOWERS_DIR%\lib\flowers-vgg16.jar" %*
exit /b %ERRORLEVEL%

:warm_up
if exist "%ARCHIVE%" del "%ARCHIVE%"
"%JAVA%" "-XX:ArchiveClassesAtExit=%ARCHIVE%" -Xlog:disable -XX:+UseSerialGC %FLOWERS_OPTS% %COMPILER% -jar "%FLOWERS_DIR%\lib\flowers-vgg16.jar" %*
exit /b %ERRORLEVEL%
