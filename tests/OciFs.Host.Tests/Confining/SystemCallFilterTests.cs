using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using OciFs.Host.Confining;

namespace OciFs.Host.Tests.Confining;

/// <summary>The filter of system calls: its numbers beside the kernel's header, its verdicts as the kernel gives them.</summary>
public sealed class SystemCallFilterTests
{
    private const string Header = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";

    // Puts itself under the filter that it reads, then tries what is named; "errno" or "done" for each.
    private const string Program = """
        import ctypes, os, signal, socket, struct, sys, threading
        code = open(sys.argv[1], 'rb').read()
        libc = ctypes.CDLL(None, use_errno=True)
        class Fprog(ctypes.Structure):
            _fields_ = [('len', ctypes.c_ushort), ('filter', ctypes.c_char_p)]
        devnull = os.open('/dev/null', os.O_RDWR)
        libc.prctl(38, 1, 0, 0, 0)
        assert libc.syscall(317, 1, 1, ctypes.byref(Fprog(len(code) // 8, code))) == 0
        def call(name, *args):
            ctypes.set_errno(0)
            result = libc.syscall(*args)
            print(name, 'done' if result >= 0 else ctypes.get_errno(), flush=True)
        call('getpid', 39)
        call('execve', 59, b'/bin/true', None, None)
        call('mount', 165, b'none', b'/mnt', b'tmpfs', 0, None)
        call('umount2', 166, b'/proc', 0)
        call('socket', 41, 1, 2, 0)
        call('ptrace', 101, 0, 0, 0, 0)
        call('chmod', 90, b'/tmp', 0o777)
        call('kill', 62, 1, 0)
        call('bpf', 321, 0, 0, 0)
        call('unshare', 272, 0x10000000)
        call('fork by clone', 56, 17, 0, 0, 0, 0)
        call('clone3', 435, 0, 0)
        call('io_uring_setup', 425, 1, None)
        call('unknown', 480)
        thread = threading.Thread(target=lambda: print('thread', 'done', flush=True))
        thread.start()
        thread.join()
        """;

    [Fact]
    public void TheNumbersAreThoseOfTheKernelsHeader()
    {
        Assert.SkipUnless(File.Exists(Header), $"{Header} is not there (x86-64 with the headers of the kernel)");
        var numbers = File.ReadLines(Header).Select(line => line.Split(' '))
            .Where(words => words is ["#define", _, _] && words[1].StartsWith("__NR_", StringComparison.Ordinal))
            .ToDictionary(words => words[1]["__NR_".Length..], words => int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

        // Calls that are younger than the header are known by their numbers alone.
        Assert.All(
            SystemCalls.Allowed.Where(call => call.Number <= numbers.Values.Max()), call => Assert.Equal(numbers[call.Name], call.Number));
        Assert.Equal(SystemCalls.Allowed.Length, SystemCalls.Allowed.Select(call => call.Number).Distinct().Count());
        Assert.Equal(SystemCalls.Clone, numbers["clone"]);
        Assert.Equal(SystemCalls.Clone3, numbers["clone3"]);
        Assert.Equal([numbers["io_uring_setup"], numbers["io_uring_enter"], numbers["io_uring_register"]], SystemCalls.Ring);
    }

    [Fact]
    public void TheKernelForbidsWhatIsNotNamed()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture is Architecture.X64, "the filter is for x86-64");
        var folder = Directory.CreateTempSubdirectory("ocifs-");
        try
        {
            var code = $"{folder}/code";
            File.WriteAllBytes(code, MemoryMarshal.AsBytes<ConfiningInterop.sock_filter>(SystemCallFilter.Program(allowsRing: false)).ToArray());
            File.WriteAllText($"{folder}/try.py", Program, Encoding.UTF8);

            const string expected = """
                getpid done
                execve 1
                mount 1
                umount2 1
                socket 1
                ptrace 1
                chmod 1
                kill 1
                bpf 1
                unshare 1
                fork by clone 1
                clone3 38
                io_uring_setup 1
                unknown 38
                thread done

                """;
            Assert.Equal(expected, Run("python3", $"{folder}/try.py", code));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void TheRingIsAllowedWhereItIsAsked()
    {
        var (with, without) = (SystemCallFilter.Program(allowsRing: true), SystemCallFilter.Program(allowsRing: false));

        Assert.Equal(without.Length + (2 * SystemCalls.Ring.Length), with.Length);
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    }
}
