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
        call('typing into a terminal', 16, devnull, 0x5412, b'x')
        call('freezing a disk', 16, devnull, 0xC0045877, 0)
        call('asking whether it is a terminal', 16, devnull, 0x5401, b' ' * 64)
        call('signals of a descriptor', 72, devnull, 8, 1)
        call('flags of a descriptor', 72, devnull, 1)
        call('limits of another', 302, 1, 7, None, None)
        call('limits of its own', 302, 0, 7, None, b' ' * 16)
        call('signal to another', 234, 1, 1, 0)
        call('datagram to an address', 44, devnull, b'x', 1, 0, b' ' * 16, 16)
        call('what is connected', 44, devnull, b'x', 1, 0, None, 0)
        call('a descriptor by message', 46, devnull, None, 0)
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
        Assert.Equal(
            [SystemCalls.Ioctl, SystemCalls.Fcntl, SystemCalls.SendTo, SystemCalls.TgKill, SystemCalls.Prlimit],
            [numbers["ioctl"], numbers["fcntl"], numbers["sendto"], numbers["tgkill"], numbers["prlimit64"]]);
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
            File.WriteAllBytes(code, MemoryMarshal.AsBytes<ConfiningInterop.sock_filter>(SystemCallFilter.Program(int.MaxValue, allowsRing: false)).ToArray());
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
                typing into a terminal 1
                freezing a disk 1
                asking whether it is a terminal 25
                signals of a descriptor 1
                flags of a descriptor done
                limits of another 1
                limits of its own done
                signal to another 1
                datagram to an address 1
                what is connected 88
                a descriptor by message 1
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
        var (with, without) = (SystemCallFilter.Program(1, allowsRing: true), SystemCallFilter.Program(1, allowsRing: false));

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
